import { sql } from 'kysely'
import type { ClassPrognosis } from '../domain/class-prognosis.ts'
import { getClass } from './classes.ts'
import type { Db } from './database.ts'

/** Refuses a class that there is not. */
export async function prognosisOf(db: Db, classId: string): Promise<ClassPrognosis> {
  const { name } = await getClass(db, classId)
  const { rows } = await sql<Omit<ClassPrognosis, 'class'>>`
    select failures, model is not null as learned, learned_at_ms as "learnedAtMs", reason
    from detection.prognoses where class = ${classId}`.execute(db)
  const [known] = rows
  if (known) return { class: classId, ...known, learnedAtMs: Number(known.learnedAtMs) }
  const reason = {
    en: `no failure of the class ${name} that people reported has been closed yet: there is nothing to learn from`,
    zh: `类别 ${name} 尚无已关闭的人工报告故障：没有可学习的数据`,
  }
  return { class: classId, failures: 0, learned: false, learnedAtMs: null, reason }
}
