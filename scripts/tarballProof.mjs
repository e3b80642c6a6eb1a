/**
 * Proves the packed package: installed into a blank Payload app outside this repository it type-checks,
 * builds with `next build`, starts, and refuses to publish what nobody approved. `KEEP=1` leaves the app
 * behind to look at.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { freePort, startServer } from './server.mjs'
import { CommandFailed, main, root, run, step, temporaryDirectory, untilSaid } from './steps.mjs'

const person = { email: 'first@example.org', password: 'a long enough sentence 1' }

main(async () => {
  const { path: directory, remove, keep } = temporaryDirectory('tarball')
  const app = join(directory, 'blank-app')
  const began = Date.now()
  try {
    const tarball = await step('pack', () => pack(directory))
    await step('write a blank app', async () => writeApp(app, tarball))
    const env = {
      DATABASE_URI: `file:${join(app, 'blank.db')}`,
      NEXT_TELEMETRY_DISABLED: '1',
      PAYLOAD_SECRET: 'only for this proof',
    }
    const npx = (...args) =>
      run('npx', ['--no-install', ...args], { cwd: app, env, quiet: true, timeout: 600_000 })
    await step('install it', () =>
      run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error'], {
        cwd: app,
        quiet: true,
        timeout: 600_000,
      }),
    )
    await step('generate the import map and types', async () => {
      for (const [what, file] of [
        ['importmap', 'app/(payload)/admin/importMap.js'],
        ['types', 'payload-types.ts'],
      ])
        await untilSaid(/there/, async () => {
          await npx('payload', `generate:${what}`)
          return existsSync(join(app, file)) ? 'there' : ''
        })
    })
    await step('the package brought its own types, and one copy of Payload', async () => oneCopy(app))
    await step('migrate', async () => {
      await untilSaid(/Migration created/, () => npx('payload', 'migrate:create', 'initial', '--skip-empty'))
      await untilSaid(/Done/, () => npx('payload', 'migrate'))
    })
    await step('next build', () => npx('next', 'build'))
    await step('type check', () => npx('tsc', '--noEmit'))
    const port = await freePort()
    const address = `http://127.0.0.1:${port}`
    const server = await step('next start', () =>
      startServer('npx', ['--no-install', 'next', 'start', '-H', '127.0.0.1', '-p', String(port)], {
        cwd: app,
        env: { ...env, NODE_ENV: 'production' },
        url: `${address}/api/users/me`,
      }),
    )
    try {
      await visit(address)
    } catch (error) {
      // The first lines say why; what a request prints after them is long.
      const printed = server.log()
      console.log(printed)
      console.log(
        printed
          .split('\n')
          .filter((line) => /cause|SQLITE|ENOSPC|code:/.test(line))
          .join('\n'),
      )
      throw error
    } finally {
      await server.stop()
    }
    await step('no component is missing from the import map', async () => {
      if (/not found in import ?map/i.test(server.log())) throw new CommandFailed(server.log())
    })
    console.log(`The tarball works in a blank app (${((Date.now() - began) / 1000).toFixed(0)} s)`)
  } finally {
    if (process.env.KEEP) {
      keep()
      console.log(`Left behind: ${app}`)
    } else {
      remove()
    }
  }
})

async function pack(directory) {
  const output = await run('npm', ['pack', '--json', '--pack-destination', directory], { quiet: true })
  // The build that packing starts prints before the JSON does.
  const [{ filename, files }] = JSON.parse(output.slice(output.search(/^\[\s*$/m)))
  const strays = files
    .map(({ path }) => path)
    .filter((path) => !/^(dist\/|LICENSE|README\.md|package\.json)/.test(path))
  if (strays.length) throw new CommandFailed(`The tarball carries ${strays.join(', ')}`)
  return join(directory, filename)
}

/** The template, with the versions that this repository itself is developed with. */
function writeApp(app, tarball) {
  cpSync(join(root, 'scripts/tarball'), app, { recursive: true })
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const pinned = (...names) =>
    Object.fromEntries(
      names.map((name) => {
        if (!devDependencies[name]) throw new CommandFailed(`package.json does not say which ${name} to use`)
        return [name, devDependencies[name]]
      }),
    )
  const manifest = {
    name: 'blank-app',
    private: true,
    type: 'module',
    dependencies: {
      ...pinned(
        'payload',
        '@payloadcms/next',
        '@payloadcms/ui',
        '@payloadcms/richtext-lexical',
        '@payloadcms/db-sqlite',
      ),
      ...pinned('next', 'react', 'react-dom', 'graphql'),
      'payload-plugin-governance': `file:${tarball}`,
    },
    devDependencies: pinned('typescript', '@types/node', '@types/react', '@types/react-dom'),
  }
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest, null, 2))
}

function oneCopy(app) {
  const lock = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8'))
  for (const name of ['payload', 'react', '@payloadcms/ui']) {
    const copies = Object.keys(lock.packages).filter((path) => path.endsWith(`node_modules/${name}`))
    if (copies.length !== 1)
      throw new CommandFailed(`${name} is installed ${copies.length} times: ${copies.join(', ')}`)
  }
}

/** What a person does first, over HTTP. */
async function visit(address) {
  let cookie = ''
  const call = async (method, path, body, expected) => {
    const response = await fetch(address + path, {
      method,
      body: body && JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', Cookie: cookie, Origin: address },
      signal: AbortSignal.timeout(60_000),
    })
    const text = await response.text()
    if (!expected.includes(response.status)) {
      throw new CommandFailed(
        `${method} ${path} answered ${response.status}, not ${expected.join(' or ')}: ${text.slice(0, 500)}`,
      )
    }
    return { response, text, json: () => JSON.parse(text) }
  }
  await step('the admin asks for the first account', async () => {
    const { text } = await call('GET', '/admin', undefined, [200])
    if (!text.includes('create-first-user')) throw new CommandFailed('It does not ask for the first account.')
  })
  await step('the first account', () => call('POST', '/api/users/first-register', person, [200]))
  await step('sign in', async () => {
    const { json } = await call('POST', '/api/users/login', person, [200])
    cookie = `payload-token=${json().token}`
  })
  await step('the admin answers', async () => {
    for (const path of ['/admin', '/admin/collections/posts', '/admin/account'])
      await call('GET', path, undefined, [200])
  })
  const post = await step('a draft', async () => {
    const { json } = await call('POST', '/api/posts?draft=true', { title: 'Not yet seen by anyone' }, [201])
    return json().doc
  })
  await step('publishing it without approval is refused', async () => {
    const { json } = await call('PATCH', `/api/posts/${post.id}`, { _status: 'published' }, [403, 409])
    if (!json().errors?.[0]?.message) throw new CommandFailed('The refusal does not say why.')
    await call('POST', '/api/posts', { title: 'At once', _status: 'published' }, [403, 409])
  })
  await step('and nothing is live', async () => {
    const { json } = await call('GET', '/api/posts?where[_status][equals]=published', undefined, [200])
    if (json().totalDocs !== 0) throw new CommandFailed(`${json().totalDocs} documents are live.`)
  })
}
