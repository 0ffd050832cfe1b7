import type { enApply } from './en-apply.ts'
import type { Texts } from './translate.ts'

export const zhApply: Texts<typeof enApply> = {
  'apply.h1': '请告诉我们寄往哪里',
  'apply.lead': '您的姓名来自 Singpass。请填写其余内容，发送前请核对。',
  'apply.kept': '我们会把您填写的内容保存一小时。如果您被登出，再次登录即可继续。',
  'apply.unkept': '我们目前无法保存您填写的内容。内容仍在本页上。请不要关闭本页，我们会继续尝试。',
  'apply.address': '收件地址',
  'apply.address.hint': '大牌、街道、单位号码和邮政编码。',
  'apply.address.missing': '请输入收件地址',
  'apply.address.too_long': '地址不得超过 400 个字符',
  'apply.address.control_character': '地址中有我们无法打印的字符',
  'apply.address.not_an_email': '请检查地址',
  'apply.address.other': '请检查地址',
  'apply.email': '电邮',
  'apply.email.hint': '我们会通过这个电邮联系您。',
  'apply.email.missing': '请输入您的电邮',
  'apply.email.too_long': '电邮不得超过 254 个字符',
  'apply.email.control_character': '电邮中有不可使用的字符',
  'apply.email.not_an_email': '请输入类似 name@example.com 的电邮',
  'apply.email.other': '请检查电邮',
  'apply.unsent.many':
    '您今天已发送五份表格，这是我们接受的上限。您填写的内容没有丢失。请明天再试。',
  'apply.done.h1': '我们已收到您的表格',
  'apply.another': '填写另一份表格',
}
