// Who the journeys are about: other people in each language, so that the second run finds a store that
// the first has used.
export const people = {
  zh: { name: '张子涵', pinyin: 'zhangzihan', initials: 'zzh', phone: '13812345678', others: '13712340' },
  en: { name: '欧阳雨桐', pinyin: 'ouyangyutong', initials: 'oyyt', phone: '13998765432', others: '13612340' },
}

/** An ugly export: GBK, a header twice, mixed dates, dates that do not exist, rows without a name. */
export function uglyRows(language) {
  const { name, phone, others } = people[language]
  const rows = [
    '姓名,电话,电话,生日,地址,备注,积分',
    `${name},${phone},,1990-01-02,上海市徐汇区漕溪北路 1 号,老客户,12`,
    '李雷,' + `${others}002` + ',021-55550000,1990/2/30,北京市朝阳区建国路 93 号,"喜欢,咖啡",3',
    '韩梅梅,' + `${others}003` + ',,1993年3月4日,成都市锦江区,"换行\n备注",',
    ',' + `${others}004` + ',,1991-01-01,,没有名字,1',
    '赵六,不知道,,1992-13-01,,电话和日期都不对,2',
  ]
  for (let place = 10; place < 60; place += 1) {
    rows.push(
      `批量客户${place},${others}${String(place).padStart(3, '0')},,19${place}-05-06,南京市玄武区中山路 ${place} 号,批量,${place}`,
    )
  }
  return rows
}

/** The person of the language, as the server knows them. */
export async function findPerson(ask, language) {
  const { phone } = people[language]
  const { items } = await ask(`/customer?filter=${encodeURIComponent(`phone = "+86${phone}"`)}`)
  if (items.length === 0) throw new Error(`nobody has the phone ${phone}; the journey "import" brings them in`)
  return items[0]
}
