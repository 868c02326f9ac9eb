// Who and what is on this campus? The directory that the office keeps.
import type { System } from './system.js'

/** A person of the campus, from the directory. One person may hold posts in several units. */
export type Person = {
  id: string
  name: string
  title: string
  posts: { unit: string; role: Role | '' }[]
  phone?: string
  feishu?: string
  dingtalk?: string
  standIn?: string
}
export const roles = [
  '第一责任人',
  '直接责任人',
  '领导责任人',
  '主任',
  '常务副主任',
  '值班员',
  '联络员',
] as const
export type Role = (typeof roles)[number]

export const unitKinds = ['学校', '网信办', '信息中心', '宣传部', '保密办', '院级单位', '部门'] as const
export type UnitKind = (typeof unitKinds)[number]

/** A unit (单位) of the campus. `supervisor` is the 分管校领导's person id. */
export type Unit = {
  id: string
  name: string
  kind: UnitKind
  supervisor?: string
  aliases: string[]
  phone?: string
}

/** 岗位 of the roster (值班表). */
export const deskNames = ['带班领导', '技术值班', '内容值班'] as const
export type DeskName = (typeof deskNames)[number]

/** One turn of duty, on the campus's wall clock: `2026-12-01`, `08:00`. One that does not end after it began ends on the next day. */
export type Shift = { date: string; from: string; to: string; desk: DeskName; person: string }

/** The campus: read from the office's Excel or CSV, checked as a whole (contract §4). */
export type Directory = { units: Unit[]; people: Person[]; systems?: System[]; roster?: Shift[] }

/** The tables of which the directory is made, each as its cells, the heads of its columns first. */
export type DirectoryTables = Partial<Record<DirectoryTableName, string[][]>>
export type DirectoryTableName = 'units' | 'people' | 'systems' | 'roster'
