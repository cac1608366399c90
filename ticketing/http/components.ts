import { type Static, type TSchema, Type } from 'typebox'
import { DetectorDescription } from '../../contracts/detector-catalogue.ts'
import { Finding } from '../../contracts/finding.ts'
import { Outcome } from '../../contracts/outcome.ts'
import { EquipmentClass } from '../../contracts/registry.ts'
import {
  AccessToken,
  Account,
  AccountChange,
  AccountLink,
  ListedAccount,
  MadeAccessToken,
  Me,
  NewAccessToken,
  NewAccount,
  Session,
} from '../domain/account.ts'
import { Arrival, ArrivalHead, Discard, Sample } from '../domain/arrival.ts'
import { Attachment } from '../domain/attachment.ts'
import { Attainment } from '../domain/attainment.ts'
import { AuditCheckpoint, AuditKey, AuditStatus } from '../domain/audit.ts'
import { Backtest, BacktestHead, BacktestRequest, BacktestResult } from '../domain/backtest.ts'
import { Calendar } from '../domain/calendar.ts'
import { CalendarFeed, MadeCalendarFeed, NewTeamFeed, NewTechnicianFeed } from '../domain/calendar-feed.ts'
import { ClassPrognosis } from '../domain/class-prognosis.ts'
import { Comment, NewComment } from '../domain/comment.ts'
import { TicketFields } from '../domain/custom-fields.ts'
import { Delivery } from '../domain/delivery.ts'
import { AssignmentRequest, Decision, Trial } from '../domain/dispatch.ts'
import { Dwell } from '../domain/dwell.ts'
import { ListedFinding } from '../domain/finding-list.ts'
import { InboxEntry } from '../domain/inbox.ts'
import { Intake, IntakeChange, MadeIntake, MadeSecret, NewIntake } from '../domain/intake.ts'
import { Label } from '../domain/label.ts'
import { LedgerEvent } from '../domain/ledger.ts'
import { MaintenanceWindow, NewMaintenanceWindow } from '../domain/maintenance-window.ts'
import { Notice } from '../domain/notice.ts'
import { NewNotificationPreferences, NotificationPreferences } from '../domain/notification-preferences.ts'
import {
  MadeNotificationTarget,
  NewNotificationTarget,
  NotificationTarget,
  NotificationTargetChange,
} from '../domain/notification-target.ts'
import { NewPartRequest, PartAnswer, PartRequest } from '../domain/part-request.ts'
import { DetectorPerformance } from '../domain/performance.ts'
import { PriorityMatrix } from '../domain/priority-matrix.ts'
import { DetectorInForce, KeptProfile, NewProfile } from '../domain/profile.ts'
import { NewProposal, ProfileProposal, ProposalDecision, TuningRequest } from '../domain/proposal.ts'
import { Stranger } from '../domain/quarantine.ts'
import { Asset, Device, FailureCode, NewSite, NewTeam, Site, Team } from '../domain/registry.ts'
import { MergeRequest, Relations } from '../domain/relations.ts'
import { MadeRequestLink, NewRequestLink, RequestLink } from '../domain/request-link.ts'
import { RouteTree } from '../domain/route-tree.ts'
import { NewSignature, Signature, Work } from '../domain/signature.ts'
import { SlaPolicy, SlaPolicyVersion } from '../domain/sla.ts'
import { RolledUpFault } from '../domain/storm.ts'
import { NewTechnician, Technician, TechnicianChange } from '../domain/technician.ts'
import { Ticket, TicketCounts, TicketDetail, TicketEvent } from '../domain/ticket.ts'
import { TicketPolicy } from '../domain/ticket-policy.ts'
import { TicketTemplate } from '../domain/ticket-template.ts'
import {
  BulkRequest,
  NewTicketRequest,
  SnoozeRequest,
  SplitRequest,
  TicketPatch,
} from '../domain/ticket-work.ts'
import { Verification } from '../domain/verification.ts'
import { TrialRequest, WhatIf, WhatIfRequest, whatIfDefinitions } from '../domain/what-if.ts'
import { TransitionRequest, Workflow } from '../domain/workflow.ts'
import { Problem } from './problem.ts'

/** Schemas with a name in the OpenAPI document, so that generated clients have types with these names. */
const components = {
  AccessToken,
  Account,
  ListedAccount,
  AccountChange,
  AccountLink,
  MadeAccessToken,
  Me,
  NewAccessToken,
  NewAccount,
  Session,
  Asset,
  AssignmentRequest,
  Attainment,
  AuditCheckpoint,
  AuditKey,
  AuditStatus,
  Backtest,
  BacktestHead,
  BacktestRequest,
  BacktestResult,
  Calendar,
  CalendarFeed,
  MadeCalendarFeed,
  NewTeamFeed,
  NewTechnicianFeed,
  ClassPrognosis,
  Decision,
  DetectorDescription,
  DetectorInForce,
  DetectorPerformance,
  Device,
  Dwell,
  EquipmentClass,
  FailureCode,
  Finding,
  KeptProfile,
  Label,
  LedgerEvent,
  ListedFinding,
  MaintenanceWindow,
  NewMaintenanceWindow,
  NewProfile,
  NewProposal,
  NewSignature,
  NewSite,
  NewTeam,
  NewTechnician,
  Notice,
  Outcome,
  Problem,
  ProfileProposal,
  ProposalDecision,
  RolledUpFault,
  RouteTree,
  Signature,
  Site,
  SlaPolicy,
  SlaPolicyVersion,
  Stranger,
  Team,
  Technician,
  TechnicianChange,
  Ticket,
  TicketCounts,
  TicketDetail,
  TicketEvent,
  TicketPolicy,
  TransitionRequest,
  Trial,
  TuningRequest,
  TrialRequest,
  WhatIf,
  WhatIfRequest,
  Verification,
  Work,
  Workflow,
  Attachment,
  Comment,
  NewComment,
  TicketFields,
  PriorityMatrix,
  MergeRequest,
  Relations,
  MadeRequestLink,
  NewRequestLink,
  RequestLink,
  TicketTemplate,
  BulkRequest,
  NewTicketRequest,
  SnoozeRequest,
  SplitRequest,
  TicketPatch,
  Arrival,
  ArrivalHead,
  Discard,
  Intake,
  IntakeChange,
  MadeIntake,
  MadeSecret,
  NewIntake,
  Sample,
  Delivery,
  InboxEntry,
  NotificationPreferences,
  NewNotificationPreferences,
  NotificationTarget,
  NewNotificationTarget,
  NotificationTargetChange,
  MadeNotificationTarget,
  PartRequest,
  NewPartRequest,
  PartAnswer,
} satisfies Record<string, TSchema>

type Components = typeof components
export type ComponentName = keyof Components

/** A reference to a component that has the component's type. */
export const ref = <Name extends ComponentName>(name: Name) =>
  Type.Unsafe<Static<Components[Name]>>({ $ref: `${name}#` })

/** The component that a `ref` names; any other schema as it is. */
export function resolved(schema: TSchema): TSchema {
  const reference = '$ref' in schema && typeof schema.$ref === 'string' ? schema.$ref : ''
  return Object.entries(components).find(([name]) => reference === `${name}#`)?.[1] ?? schema
}

/** The components as Fastify's serializer and the OpenAPI document want them: flat, with ids. */
export function sharedSchemas(): Record<string, unknown>[] {
  const flat = { ...components, ...whatIfDefinitions } // the recursive ones are spread into their parts
  return Object.entries(flat).map(([name, schema]) => ({ ...withLocalRefs(schema), $id: name }))
}

function withLocalRefs(schema: TSchema): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema).replaceAll(/"\$ref":"(Route|RouteTree)"/g, '"$ref":"$1#"'))
}
