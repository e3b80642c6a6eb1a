'use client'
import { Button, useTranslation } from '@payloadcms/ui'
import type { FormEvent } from 'react'

import type { Settings } from '../../../platform/settings.js'
import { type Choice, SelectField, TextField } from '../../../platform/ui/fields.js'
import { ButtonRow, LinkButton } from '../../../platform/ui/parts.js'
import { useAction } from '../../../platform/ui/useAction.js'
import { useReady } from '../../../platform/ui/useReady.js'
import type { SetUpPlace } from '../../../kernel/ports.js'

export interface SetupFormProps {
  people: Choice[]
  holders: Record<SetUpPlace, null | string>
  places: SetUpPlace[]
  settings: Settings
  timeZone: string
  grantsHere: boolean
  /** Address where an account is created; null for who may not. */
  create: null | string
  /** Address of My desk, and the same without being asked again. */
  done: string
  later: string
}

export const SetupForm = (props: SetupFormProps) => {
  const { people, holders, places, settings, timeZone, grantsHere, create, done, later } = props
  const { t: translate } = useTranslation()
  const t = (key: string, values?: Record<string, unknown>): string =>
    translate(`governance:overview:setup:${key}` as never, values)
  const { run, busy } = useAction()
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const body = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    )
    void run('/governance/setup', body, { done: t('saved'), goTo: done })
  }
  const ready = useReady()
  const inBoth = (what: 'emergency' | 'organization', maxLength: number) =>
    (['en', 'fr'] as const).map((language) => {
      const name = `${what}${language === 'en' ? 'En' : 'Fr'}`
      return (
        <TextField
          defaultValue={settings[what][language]}
          key={name}
          label={t(name)}
          maxLength={maxLength}
          name={name}
        />
      )
    })
  return (
    <form method="post" onSubmit={save}>
      <fieldset className="gov-fieldset">
        <legend className="gov-fieldset__legend">{t('people')}</legend>
        <p className="gov-field__help">{t(grantsHere ? 'peopleHelp' : 'mapped')}</p>
        {people.length === 1 ? <p className="gov-field__help">{t('oneAccount')}</p> : null}
        {create ? (
          <p>
            <a href={create}>{t('createAccount')}</a>
          </p>
        ) : null}
        <div className="gov-two">
          {grantsHere
            ? places.map((place) => (
                <SelectField
                  defaultValue={holders[place] ?? ''}
                  empty={t('nobody')}
                  help={t(`${place}Help`)}
                  key={place}
                  label={t(place)}
                  name={place}
                  options={people}
                  required={place === 'aed'}
                />
              ))
            : null}
        </div>
      </fieldset>
      <fieldset className="gov-fieldset">
        <legend className="gov-fieldset__legend">{t('organization')}</legend>
        <div className="gov-two">{inBoth('organization', 200)}</div>
      </fieldset>
      <fieldset className="gov-fieldset">
        <legend className="gov-fieldset__legend">{t('emergency')}</legend>
        <p className="gov-field__help">{t('emergencyHelp')}</p>
        <div className="gov-two">
          {inBoth('emergency', 500)}
          <TextField
            defaultValue={settings.phone}
            help={t('phoneHelp')}
            label={t('phone')}
            maxLength={60}
            name="phone"
            type="tel"
          />
          <TextField
            defaultValue={settings.exitAddress}
            help={t('exitHelp')}
            label={t('exitAddress')}
            maxLength={500}
            name="exitAddress"
            type="url"
          />
        </div>
      </fieldset>
      <p className="gov-field__help">{t('timeZone', { zone: timeZone })}</p>
      <ButtonRow>
        <Button disabled={busy || !ready} margin={false} size="medium" type="submit">
          {t('save')}
        </Button>
        <LinkButton href={later} secondary>
          {t('later')}
        </LinkButton>
      </ButtonRow>
    </form>
  )
}
