import type { TargetChannel } from '../domain/notification-target.ts'
import type { HttpChannel } from './channel.ts'
import { dingtalk } from './dingtalk/dingtalk.ts'
import { feishu } from './feishu/feishu.ts'
import { slack } from './slack/slack.ts'
import { teams } from './teams/teams.ts'
import { webhook } from './webhook/webhook.ts'
import { wecom } from './wecom/wecom.ts'

/** Every channel that is an address on the web. `email` goes by a mail server, and `app` goes nowhere: it is asked for. */
export const httpChannels: Record<TargetChannel, HttpChannel> = {
  webhook,
  wecom,
  dingtalk,
  feishu,
  slack,
  teams,
}
