'use client'
import { Button } from '@payloadcms/ui'

import { SelectField, TextField } from '../../../platform/ui/fields.js'

export interface Condition {
  field: string
  operator: string
  value: string
}

export interface AskableField {
  name: string
  label: string
  type: string
  operators: readonly string[]
}

export interface AskableChoice {
  collection: string
  label: string
  fields: AskableField[]
}

export type ConditionTexts = Record<
  'add' | 'choose' | 'field' | 'no' | 'operator' | 'remove' | 'value' | 'valuesHelp' | 'yes',
  string
>

/** As the server takes it: all of them must be met. */
export const whereOf = (conditions: readonly Condition[], fields: readonly AskableField[]): object => ({
  and: conditions
    .filter(({ field, operator }) => field && operator)
    .map(({ field, operator, value }) => {
      const isText = fields.find(({ name }) => name === field)?.type === 'text'
      const values = value.split(',').map((one) => one.trim())
      return { [field]: { [operator]: operator === 'in' ? values : isText ? value : value.trim() } }
    }),
})

interface ConditionsProps {
  conditions: Condition[]
  fields: readonly AskableField[]
  operators: Record<string, string>
  legend: string
  texts: ConditionTexts
  onChange: (conditions: Condition[]) => void
}

const MOST = 10

/** A few conditions, each a field, how it is compared, and with what. */
export const Conditions = ({ conditions, fields, operators, legend, texts, onChange }: ConditionsProps) => {
  const set = (at: number, more: Partial<Condition>): void =>
    onChange(conditions.map((one, index) => (index === at ? { ...one, ...more } : one)))
  return (
    <fieldset className="gov-fieldset">
      <legend className="gov-field__label">{legend}</legend>
      {conditions.map((condition, at) => {
        const chosen = fields.find(({ name }) => name === condition.field)
        const isFlag = chosen?.type === 'boolean' || condition.operator === 'exists'
        return (
          <div className="gov-holds__condition" key={at}>
            <SelectField
              empty={texts.choose}
              label={texts.field}
              name={`field-${at}`}
              onChange={(field) => set(at, { field, operator: '', value: '' })}
              options={fields.map(({ name, label }) => ({ value: name, label }))}
              required
              value={condition.field}
            />
            <SelectField
              empty={texts.choose}
              label={texts.operator}
              name={`operator-${at}`}
              onChange={(operator) => set(at, { operator, value: '' })}
              options={(chosen?.operators ?? []).map((one) => ({ value: one, label: operators[one] ?? one }))}
              required
              value={condition.operator}
            />
            {isFlag ? (
              <SelectField
                empty={texts.choose}
                label={texts.value}
                name={`value-${at}`}
                onChange={(value) => set(at, { value })}
                options={[
                  { value: 'true', label: texts.yes },
                  { value: 'false', label: texts.no },
                ]}
                required
                value={condition.value}
              />
            ) : (
              <TextField
                help={condition.operator === 'in' ? texts.valuesHelp : undefined}
                label={texts.value}
                maxLength={500}
                name={`value-${at}`}
                onChange={(value) => set(at, { value })}
                required
                type={chosen?.type === 'date' ? 'date' : 'text'}
                value={condition.value}
              />
            )}
            {conditions.length > 1 ? (
              <Button
                buttonStyle="secondary"
                margin={false}
                onClick={() => onChange(conditions.filter((_, index) => index !== at))}
                size="small"
                type="button"
              >
                {texts.remove}
              </Button>
            ) : null}
          </div>
        )
      })}
      {conditions.length < MOST ? (
        <Button
          buttonStyle="secondary"
          margin={false}
          onClick={() => onChange([...conditions, { field: '', operator: '', value: '' }])}
          size="small"
          type="button"
        >
          {texts.add}
        </Button>
      ) : null}
    </fieldset>
  )
}
