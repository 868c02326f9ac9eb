// Is every mistake of the environment named, at once, and nothing that is none?
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BadConfiguration, readConfig } from '../../bot/process/config.js'

const mistakes = (env: NodeJS.ProcessEnv): string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof BadConfiguration) return error.mistakes
    throw error
  }
}

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, DATA_DIR: './data', SANDBOX: 'on' })
    expect(readConfig({ PORT: ' ', LOG_LEVEL: '' })).toMatchObject({ PORT: 3000, LOG_LEVEL: 'info' })
  })
  it.each([
    ['DATA_DIRR', 'DATA_DIR'],
    ['DATADIR', 'DATA_DIR'],
    ['SANBOX', 'SANDBOX'],
    ['RULE', 'RULES'],
    ['DIERCTORY', 'DIRECTORY'],
    ['PROT', 'PORT'],
    ['HSOT', 'HOST'],
    ['port', 'PORT'],
    ['Public_Url', 'PUBLIC_URL'],
    ['FEISHU_SECRET', 'FEISHU_APP_SECRET'],
    ['feishu_app_id', 'FEISHU_APP_ID'],
    ['DINGTALK_TOKEN', 'DINGTALK_MODE'],
  ])('does not ignore %s', (name, known) => {
    expect(mistakes({ [name]: 'x' })).toEqual([`${name}: 没有这个变量，是不是 ${known}`])
  })
  it.each([
    'HOME',
    'POST',
    'SORT',
    'HOSTNAME',
    'HOSTTYPE',
    'LOGLEVEL',
    'PORTS',
    'PATH',
    'SHELL',
    'TZ',
    'NODE_ENV',
    'PGDATA',
    'npm_config_cache',
  ])('leaves %s to others', (name) => {
    expect(mistakes({ [name]: 'x' })).toEqual([])
  })
  it('names all mistakes at once, those in company too, and no secret', () => {
    const said = mistakes({
      PORT: 'abc',
      SANDBOX: 'maybe',
      LOG_LEVEL: 'INFO',
      FEISHU_APP_ID: 'cli_x',
      FEISHU_MODE: 'webhook',
      DINGTALK_CLIENT_SECRET: 's3cret',
      DATABASE_URL: 'mysql://u:pw@h/x',
      DATA_DRI: 'x',
    }).join('\n')
    for (const name of [
      'PORT',
      'SANDBOX',
      'LOG_LEVEL',
      'FEISHU_APP_SECRET',
      'FEISHU_ENCRYPT_KEY',
      'FEISHU_VERIFICATION_TOKEN',
      'DINGTALK_CLIENT_ID',
      'DATABASE_URL',
      'DATA_DRI',
    ])
      expect(said).toContain(`${name}:`)
    expect(said).not.toMatch(/s3cret|pw@|Invalid/)
  })
  it('says that a file is no folder', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'store')
    writeFileSync(file, '')
    expect(mistakes({ DATA_DIR: file })).toEqual([`DATA_DIR: 写的是“${file}”，那是一个文件，应为文件夹`])
  })
})
