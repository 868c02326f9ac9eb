// Who lives in the sandbox? Everyone in the directory, and some staff whom no directory gives a role.
export type SandboxPerson = { id: string; name: string; title: string; unit: string; roles: string[] }

const staff: SandboxPerson[] = [
  { id: 'staff-1', name: '刘老师', title: '教师', unit: '信息学院', roles: [] },
  { id: 'staff-2', name: '陈老师', title: '馆员', unit: '图书馆', roles: [] },
  { id: 'staff-3', name: '王同学', title: '研究生', unit: '信息学院', roles: [] },
  { id: 'staff-4', name: '赵老师', title: '实验员', unit: '信息学院', roles: [] },
  { id: 'staff-5', name: '孙师傅', title: '维修员', unit: '后勤', roles: [] },
]

const free = (id: string, taken: ReadonlySet<string>): string => (taken.has(id) ? free(`${id}x`, taken) : id)

/** The directory's people and the staff after them, whose ids never clash with an id of the directory. */
export const campus = (directory: readonly SandboxPerson[]): SandboxPerson[] => {
  const taken = new Set(directory.map(({ id }) => id))
  return [...directory, ...staff.map((person) => ({ ...person, id: free(person.id, taken) }))]
}
