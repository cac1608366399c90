/*
 * Types of the API, generated from its OpenAPI document by `npm run docs`; CI fails when they are stale. Do not edit.
 */
export interface paths {
    "/api/v1/account-links/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a password by a link that works once
         * @description Of a set-up link it makes the first administrator, who is called `name`; otherwise `name` is left out. It signs in, too.
         */
        post: operations["redeemAccountLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts in the order in which they were made
         * @description With their roles.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Add an account
         * @description It has no password: make a link by which its owner sets one.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account
         * @description With its roles.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description Changes the given properties only; `grants` are replaced. It counts at once, also for open sessions and for tokens of the account; `active: false` ends them.
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/api/v1/accounts/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which somebody sets their password
         * @description For a new account, or for who has forgotten it. It works once, for a day; a former one works no more.
         */
        post: operations["createAccountLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign somebody out everywhere
         * @description As when a telephone is lost. They can sign in again; their tokens go on.
         */
        delete: operations["endAccountSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let somebody try again after too many wrong passwords
         * @description At once; it would pass by itself after 15 minutes.
         */
        post: operations["unlockAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Assets in the order of their ids
         * @description Optionally of one site or class.
         */
        get: operations["listAssets"];
        put?: never;
        /**
         * Register an asset
         * @description An unknown site is registered with it (named by its id, time zone UTC). The class must exist.
         */
        post: operations["createAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An asset
         * @description Where it is, what it is, and how critical.
         */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        /**
         * Delete an asset
         * @description Refused while it has devices, child assets or tickets.
         */
        delete: operations["deleteAsset"];
        options?: never;
        head?: never;
        /**
         * Change an asset
         * @description Changes the given properties only. Its devices move with it, and publish on the new site’s topics. While it is `down`, nothing below it makes tickets; while it is `out_of_service`, neither does it.
         */
        patch: operations["updateAsset"];
        trace?: never;
    };
    "/api/v1/assets/{id}/detectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How each detector watches an asset, and who says so
         * @description What is shipped, with the profile of its class laid over it, and its own over that.
         */
        get: operations["listDetectorsOfAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people know of the telemetry of an asset, oldest first
         * @description Failures and false alarms, by the outcomes of closed tickets, and when somebody was at the machine: what a backtest is laid beside, and what a model can be taught with.
         */
        get: operations["listLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The detectors’ profile of an asset
         * @description What it says itself, without what it inherits; the newest version, or the one asked for. What it does not name is as shipped, or as the profile of its class says.
         */
        get: operations["getAssetProfile"];
        /**
         * Replace the detectors’ profile of an asset
         * @description Makes a new version, which the pipeline follows within a second; earlier ones are kept. Parameters are checked against the schema of their detector. `POST /backtests` tells beforehand what it would come to.
         */
        put: operations["replaceAssetProfile"];
        post?: never;
        /**
         * Remove the detectors’ profile of an asset
         * @description From now on it says nothing of its own: that is its newest version. The others are kept.
         */
        delete: operations["deleteAssetProfile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/profile/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All versions of the profile of an asset, newest first
         * @description With who saved each, when and why.
         */
        get: operations["listAssetProfileVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/request-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which faults at an asset can be reported
         * @description Without an account, at this asset only. The address and its QR code are shown this once; only a hash is kept. It works until it expires or is revoked.
         */
        post: operations["createRequestLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}/request-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Links at an asset, newest first
         * @description Without their addresses, which nobody knows but those who have them.
         */
        get: operations["listRequestLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Backtests, newest first
         * @description Without their results.
         */
        get: operations["listBacktests"];
        put?: never;
        /**
         * Run the detectors over history, as they are or as they would be
         * @description A job: read it until its state is `done`. Nothing of it makes a ticket. Its result says which tickets there would have been, which of them match the failures that closed tickets (and `failures`) tell of, and how long before.
         */
        post: operations["createBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A backtest, with how far it is, and with its result when it is done
         * @description Comparisons are with the first variant.
         */
        get: operations["getBacktest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a backtest that waits or runs
         * @description It has no result then.
         */
        post: operations["cancelBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/chart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The result of a backtest as a picture
         * @description SVG: tickets and failures of each asset on one time axis. Until it is done it says how far it is.
         */
        get: operations["getBacktestChart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the detectors said in a backtest, oldest first
         * @description Without the series of their evidence; those are in the telemetry still.
         */
        get: operations["listBacktestFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Working calendars in the order of their ids
         * @description SLA rules go by them, and shifts.
         */
        get: operations["listCalendars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A working calendar
         * @description Weekly hours, holidays and exceptions in its time zone.
         */
        get: operations["getCalendar"];
        /**
         * Add or replace a working calendar
         * @description Hours are times of the wall: 22:00 to 06:00 ends on the next day, and is an hour shorter or longer where the clocks change. A holiday has no weekly hours, an exception has its own. The clocks of open tickets that go by it are computed anew. `always` cannot be changed.
         */
        put: operations["putCalendar"];
        post?: never;
        /**
         * Delete a working calendar
         * @description Refused while a version of the SLA policy or a shift goes by it.
         */
        delete: operations["deleteCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Equipment classes in the order of their ids
         * @description What each kind of equipment measures, with units and limits.
         */
        get: operations["listClasses"];
        put?: never;
        /**
         * Add an equipment class
         * @description Metrics that are not listed become dead letters unless acceptsAnyMetric is true.
         */
        post: operations["createClass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An equipment class
         * @description With its metrics.
         */
        get: operations["getClass"];
        /**
         * Replace an equipment class
         * @description The whole class, metrics included. The pipeline follows within a second.
         */
        put: operations["replaceClass"];
        post?: never;
        /**
         * Delete an equipment class
         * @description Refused while assets are of it.
         */
        delete: operations["deleteClass"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The detectors’ profile of an equipment class
         * @description What it says itself, without what it inherits; the newest version, or the one asked for. What it does not name is as shipped.
         */
        get: operations["getClassProfile"];
        /**
         * Replace the detectors’ profile of an equipment class
         * @description Makes a new version, which the pipeline follows within a second; earlier ones are kept. Parameters are checked against the schema of their detector. `POST /backtests` tells beforehand what it would come to.
         */
        put: operations["replaceClassProfile"];
        post?: never;
        /**
         * Remove the detectors’ profile of an equipment class
         * @description From now on it says nothing of its own: that is its newest version. The others are kept.
         */
        delete: operations["deleteClassProfile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/profile/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All versions of the profile of an equipment class, newest first
         * @description With who saved each, when and why.
         */
        get: operations["listClassProfileVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/prognosis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was learned of how machines of a class fail
         * @description Remaining lives are learned from failures that people reported and whose job is closed; until there are enough, this says how many there are.
         */
        get: operations["getClassPrognosis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/ticket-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Custom fields of tickets of an equipment class
         * @description A JSON Schema that a form can be made from; without properties where there are none.
         */
        get: operations["getTicketFields"];
        /**
         * Replace the custom fields of an equipment class
         * @description What people write from now on must fit. Tickets that exist keep what they have until somebody changes their fields.
         */
        put: operations["replaceTicketFields"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What could not be understood, newest first
         * @description Every message becomes stored samples or ends here, with the reason.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read dead letters again
         * @description The messages go through the log once more, soon after the answer, and leave the dead letters. What is wrong with them still brings them back.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All detectors, with the parameters that a profile may set
         * @description What each sees, in which mode it is shipped, and the JSON Schema of its parameters.
         */
        get: operations["listDetectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detectors/{detector}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A detector
         * @description With the JSON Schema of its parameters.
         */
        get: operations["getDetector"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detectors/{detector}/readme": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a detector sees and misses, its parameters with their reasons, its source
         * @description Markdown.
         */
        get: operations["getDetectorReadme"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detectors/{detector}/tuning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for a change that makes a detector speak less without missing more
         * @description Starts a backtest over the time before now with the parameter by which the detector is made quieter in four steps, and with it being heard only when another one alarms. Where one of these spares false alarms and loses no failure, a proposal comes of it, for a person to accept.
         */
        post: operations["tuneDetector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detectors/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How well detectors did, by what technicians found
         * @description Of the tickets that each version of a detector began and that are closed: how many were right, with the interval that so few tickets allow, and how long before.
         */
        get: operations["listDetectorPerformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices in the order of their ids
         * @description With what is known of each; optionally of one site, asset or gateway.
         */
        get: operations["listDevices"];
        put?: never;
        /**
         * Register a device
         * @description It logs in over MQTT with its id and this secret, and publishes on telemetry/{site}/{id}. What it said before is read again.
         */
        post: operations["createDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A device
         * @description With what is known of it, and without its secret, which nobody can read again.
         */
        get: operations["getDevice"];
        put?: never;
        post?: never;
        /**
         * Delete a device
         * @description Its telemetry stays; what it sends from now on becomes dead letters. Refused while it has tickets or is a gateway.
         */
        delete: operations["deleteDevice"];
        options?: never;
        head?: never;
        /**
         * Change a device
         * @description Changes the given properties only; null clears one. Its site is the asset’s; where it is given, it must be that.
         */
        patch: operations["updateDevice"];
        trace?: never;
    };
    "/api/v1/devices/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret for a device
         * @description The former secret is refused at the next login.
         */
        post: operations["renewDeviceSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Values of one metric of a device, oldest first
         * @description By event time, raw or in windows that are aligned to the Unix epoch.
         */
        get: operations["getSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of tickets as they happen
         * @description Server-sent events: `event: ticket` with `data: {"number": 12}` after every change of a ticket; `event: resync` when changes may have been missed, so read what is shown again; a comment every 15 s.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/failure-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Failure codes in their order
         * @description Failure modes after ISO 14224, and your own. Resolving a ticket requires one.
         */
        get: operations["listFailureCodes"];
        put?: never;
        /**
         * Add a failure code
         * @description Codes are for ever: closed tickets name them.
         */
        post: operations["createFailureCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What detectors said, newest first, with what became of it
         * @description Also what made no ticket, each with the reason. Filters go together.
         */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Formats in the order in which they are tried
         * @description How to read topics other than telemetry/, status/, spBv1.0/ and homie/, which are read in one way everywhere.
         */
        get: operations["listFormats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A format
         * @description With its position.
         */
        get: operations["getFormat"];
        /**
         * Add or replace a format
         * @description Messages are read by it within a second, and devices may publish on its topics. Without a position a new one is the last.
         */
        put: operations["putFormat"];
        post?: never;
        /**
         * Delete a format
         * @description Devices may not publish on its topics any more, unless another one fits.
         */
        delete: operations["deleteFormat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a message by a format without storing anything
         * @description Neither the format nor the message is kept. The registry is not asked.
         */
        post: operations["tryFormat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was changed, by whom and when, newest first
         * @description Every change of a ticket and of the registry (sites, classes, assets, devices, teams, the route tree, …), with the properties that changed before and after. Filters go together.
         */
        get: operations["listLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance-windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Maintenance windows in the order in which they were made
         * @description Optionally those given for one asset or one site.
         */
        get: operations["listMaintenanceWindows"];
        put?: never;
        /**
         * Plan a maintenance window
         * @description Once (`fromMs`, `toMs`) or weekly (days and local time in a time zone), on an asset with everything below it or on a site. What deviates in it, by event time, makes no ticket; each finding keeps that as its reason.
         */
        post: operations["createMaintenanceWindow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance-windows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A maintenance window
         * @description Where and when.
         */
        get: operations["getMaintenanceWindow"];
        /**
         * Replace a maintenance window
         * @description All of it. Findings that were judged before keep their verdicts.
         */
        put: operations["replaceMaintenanceWindow"];
        post?: never;
        /**
         * Delete a maintenance window
         * @description Findings that were judged before keep their verdicts.
         */
        delete: operations["deleteMaintenanceWindow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What somebody should hear of, newest first
         * @description Warnings and breaches of SLA, tickets that nobody fits, and the like, each with its recipients. They are written in the transaction of the change.
         */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came of tickets, in the order in which they were closed
         * @description For detectors to learn from: each closed ticket that has an outcome, with what raised it. Who reads on from the last one hears by NOTIFY ticketing_outcomes in PostgreSQL that there is more, or that a ticket was reopened.
         */
        get: operations["listOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/priority-matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The priority of new tickets
         * @description By the severity of the fault, then by the criticality of the asset.
         */
        get: operations["getPriorityMatrix"];
        /**
         * Replace the priority matrix
         * @description Counts for tickets from now on; those that exist keep their priorities. What is worse cannot be less urgent.
         */
        put: operations["replacePriorityMatrix"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of profiles that feedback or a person proposes, newest first
         * @description Each with what it would have come to in the past.
         */
        get: operations["listProfileProposals"];
        put?: never;
        /**
         * Propose a change of a profile
         * @description For somebody else to accept. `POST /detectors/{detector}/tuning` looks for one by itself.
         */
        post: operations["createProfileProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-proposals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A proposed change of a profile
         * @description With what speaks for it.
         */
        get: operations["getProfileProposal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-proposals/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a proposed change: the profile gets a new version
         * @description Refused where somebody has changed since what it is about.
         */
        post: operations["acceptProfileProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-proposals/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide against a proposed change
         * @description Nothing is changed; the proposal is kept with the reason.
         */
        post: operations["rejectProfileProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices that speak and are not registered, in the order of their names
         * @description What they say is kept in the dead letters, and is read again when they are approved or registered in another way.
         */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A device in quarantine
         * @description With a sample of what it says.
         */
        get: operations["getStranger"];
        put?: never;
        post?: never;
        /**
         * Forget a device that is in quarantine or ignored
         * @description It is listed again when it speaks again, and may choose a new secret.
         */
        delete: operations["forgetStranger"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{name}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a device that is in quarantine
         * @description Its name becomes its id, or its address where another id is given; a device that publishes for it becomes its gateway. Its dead letters are read again, so that nothing is lost that it said before.
         */
        post: operations["approveStranger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{name}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Ignore a device that is in quarantine
         * @description It is not listed any more, also when it speaks again, and may not log in. DELETE /quarantine/{name} takes that back.
         */
        put: operations["ignoreStranger"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/request-links/{link}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link useless
         * @description At once. Revoking it twice is the same as once.
         */
        post: operations["revokeRequestLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The route tree
         * @description New tickets walk it from the root: the first match takes the ticket, children before parents. Inside the team the technician with the highest score gets it; `weights` say what counts how much.
         */
        get: operations["getRouting"];
        /**
         * Replace the route tree
         * @description Counts for tickets made from now on. Every team it names must exist.
         */
        put: operations["replaceRouting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who would get a ticket
         * @description A dry run: nothing is made. What is not given of the ticket is as a finding of severity major has it. With `tree` or `weights` under these in place of what counts.
         */
        post: operations["tryRouting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who would have got what under a changed policy
         * @description Decides the tickets of a period again, at most 10,000, one after the other with what everybody had to do then. Technicians, skills and calendars are those of now. `before` is what was decided when a ticket was made; what the change does not touch stays with whom it was.
         */
        post: operations["askWhatIf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who asks, and what they may
         * @description Also for tokens.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in
         * @description Opens a session: its cookie is `HttpOnly`, and changes need the header `x-csrf-token` with the `csrfToken` of the answer. After five wrong passwords from one place that place waits up to 15 minutes.
         */
        post: operations["signIn"];
        /**
         * Sign out
         * @description The session ends at once. Tokens have none to end.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How to sign in here
         * @description `setUp`: there is no account yet; the link that was printed at the start makes the first one. `provider`: where else to sign in, by `GET /session/provider`.
         */
        get: operations["getSignInOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change your password
         * @description Your other sessions end; this one goes on under a new cookie and `csrfToken`.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in at the provider of identities
         * @description For browsers: leads to the provider (OpenID Connect, with PKCE), and from there back to `to`. `GET /session/options` says whether there is one.
         */
        get: operations["beginProviderSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/provider/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from the provider of identities
         * @description The address to register at the provider. It opens a session, as `POST /session` does.
         */
        get: operations["finishProviderSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your sessions, the last used first
         * @description Where you are signed in.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session of yours
         * @description At once, as where you have forgotten to sign out. Answers those that are left.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sites in the order of their ids
         * @description Places where assets are.
         */
        get: operations["listSites"];
        put?: never;
        /**
         * Register a site
         * @description The time zone is an IANA name; calendars and reports of the site use it. The location is for the distance of technicians.
         */
        post: operations["createSite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A site
         * @description Name, time zone and location.
         */
        get: operations["getSite"];
        put?: never;
        post?: never;
        /**
         * Delete a site
         * @description Refused while assets or tickets belong to it.
         */
        delete: operations["deleteSite"];
        options?: never;
        head?: never;
        /**
         * Change a site
         * @description Changes the given properties only.
         */
        patch: operations["updateSite"];
        trace?: never;
    };
    "/api/v1/sla/attainment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How well targets were kept
         * @description Of the tickets that were made in a period, the last 30 days unless given, of 200000 tickets at most: computed from the ledger as of now. Tickets that were cancelled before count for nothing.
         */
        get: operations["getSlaAttainment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The SLA policy
         * @description The newest version, or the one asked for.
         */
        get: operations["getSlaPolicy"];
        /**
         * Replace the SLA policy
         * @description Makes a new version. Clocks that run go by it from the beginning of their tickets; clocks that have ended stay as they were. What was warned of, breached or escalated is not said again, unless it ceases to be so and becomes so once more.
         */
        put: operations["replaceSlaPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Teams in the order of their ids
         * @description Tickets are routed to teams. The lead, or else the manager, hears of tickets that nobody of the team can have.
         */
        get: operations["listTeams"];
        put?: never;
        /**
         * Add a team
         * @description Name it in the route tree to give it tickets.
         */
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A team
         * @description What it is called, and who leads it.
         */
        get: operations["getTeam"];
        put?: never;
        post?: never;
        /**
         * Delete a team
         * @description Refused while the route tree names it or it has tickets or technicians.
         */
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        /**
         * Change a team
         * @description Changes the given properties only.
         */
        patch: operations["updateTeam"];
        trace?: never;
    };
    "/api/v1/technicians": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Technicians in the order of their ids
         * @description Filters go together: all of them must fit. Viewers see no names, and why somebody is away planners only.
         */
        get: operations["listTechnicians"];
        put?: never;
        /**
         * Add a technician
         * @description Whoever is active and has the role technician is given tickets of their team. `shift` is the id of a calendar of their working hours; null is always. Default: seniority 3, capacity 5, no skills.
         */
        post: operations["createTechnician"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/technicians/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A technician
         * @description With skills, shift and absences.
         */
        get: operations["getTechnician"];
        put?: never;
        post?: never;
        /**
         * Delete a technician
         * @description Refused for somebody who ever had a ticket: set `active` to false instead.
         */
        delete: operations["deleteTechnician"];
        options?: never;
        head?: never;
        /**
         * Change a technician
         * @description Changes the given properties only; lists are replaced. Counts for decisions from now on: tickets that they have stay theirs.
         */
        patch: operations["updateTechnician"];
        trace?: never;
    };
    "/api/v1/ticket-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When findings become tickets
         * @description What has to settle, when a fault that comes back is rework, and how many tickets a day are borne.
         */
        get: operations["getTicketPolicy"];
        /**
         * Replace the ticket policy
         * @description Counts for findings that are judged from now on. Earlier versions are kept.
         */
        put: operations["replaceTicketPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ticket templates in the order of their ids
         * @description What tickets can begin with.
         */
        get: operations["listTicketTemplates"];
        put?: never;
        /**
         * Add a ticket template
         * @description Name it as `template` when a ticket is made.
         */
        post: operations["createTicketTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A ticket template
         * @description As it was written.
         */
        get: operations["getTicketTemplate"];
        /**
         * Replace a ticket template
         * @description Tickets that were made from it stay as they are.
         */
        put: operations["replaceTicketTemplate"];
        post?: never;
        /**
         * Delete a ticket template
         * @description Tickets that were made from it stay as they are.
         */
        delete: operations["deleteTicketTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tickets, newest, most urgent or due next first
         * @description Filters go together: all of them must fit.
         */
        get: operations["listTickets"];
        put?: never;
        /**
         * Ask for work at an asset
         * @description For planners and other systems. The priority follows from severity and criticality by the priority matrix unless it is given; custom fields must fit the class of the asset; what a template has need not be said again.
         */
        post: operations["createTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A ticket with its evidence, history and next steps
         * @description `transitions` are the next steps, each with the fields that it requires; `clocks` are computed as of now, in working time; `due` is the earlier of the target and what the prediction leaves, with the arithmetic.
         */
        get: operations["getTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what is written on a ticket
         * @description Changes the given properties only; of `fields` those that are named, and null takes one away. A change of priority needs a reason. A ticket that is over is not changed.
         */
        patch: operations["updateTicket"];
        trace?: never;
    };
    "/api/v1/tickets/{number}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve the next step of a ticket
         * @description For workflows that ask for the approval of a role before a transition. It counts while the ticket stays in its state.
         */
        post: operations["approveTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a ticket to somebody, or to another team
         * @description `assignee` is who gets it, whatever the rules say; null puts it into the team’s queue. Only `team`: it is transferred, and the rules choose somebody there. What a person decided is not changed by the rules. The reason is kept, with what the rules would have said.
         */
        post: operations["assignTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Attachments of a ticket, oldest first
         * @description What they are, without the content.
         */
        get: operations["listAttachments"];
        put?: never;
        /**
         * Hang a file on a ticket
         * @description Which types are taken is configured; the type is found from the content, whatever the form says that it is.
         */
        post: operations["addAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/attachments/{attachment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The content of an attachment
         * @description Always as a download.
         */
        get: operations["downloadAttachment"];
        put?: never;
        post?: never;
        /**
         * Take an attachment off a ticket
         * @description The ledger keeps that it was there. The content goes with the next sweep, when nothing else has it.
         */
        delete: operations["removeAttachment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Comments of a ticket, oldest first
         * @description Internal and public ones; requesters see the public ones.
         */
        get: operations["listComments"];
        put?: never;
        /**
         * Say something about a ticket
         * @description For the plant, or with `visibility: public` also for whoever asked for the work. Technicians whom the text names as @id watch the ticket from then on and are told.
         */
        post: operations["addComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/confirmation-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which whoever asked for a repair confirms and rates it
         * @description When a ticket is verifying requesters get such a link by themselves; this one is for telling somebody on the telephone. It works for 30 days unless `expiresAtMs` says otherwise. The page behind it asks whether it is fixed, for a rating from 1 to 5 and a comment; a no reopens the ticket.
         */
        post: operations["createConfirmationLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who was to get a ticket and why, newest first
         * @description Every decision with everybody of the team: their score and its parts, and why they could not have it.
         */
        get: operations["listDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/dwell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How long a ticket was in each state
         * @description By the ledger: each state in the order in which the ticket first came into it.
         */
        get: operations["getTicketDwell"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The faults that a roll-up ticket stands for
         * @description Those that were beyond the ticket budget, by asset and fault key. Other tickets have none here.
         */
        get: operations["listRolledUpFaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All findings of a ticket, oldest first
         * @description In the order of event time.
         */
        get: operations["listTicketFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a ticket part of another
         * @description The ticket is cancelled and names the one that goes on; its findings, comments, attachments, watchers, requesters, children and episode move there, which becomes as urgent as the more urgent of the two. Answers the ticket that goes on.
         */
        post: operations["mergeTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Parent, children and merges of a ticket
         * @description By their numbers.
         */
        get: operations["getTicketRelations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/request-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which somebody can follow a ticket
         * @description For a requester without an account who has none, such as somebody who telephoned: it shows the state in plain words and the public comments, and takes their messages.
         */
        post: operations["createProgressLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/requesters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who asked for the work, without an account
         * @description With what they said and how they can be reached, which viewers do not see; several after a merge.
         */
        get: operations["listTicketRequesters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look at a ticket later
         * @description Until then it is out of the list of `snoozed=false`; it comes back at once when it grows worse. Only for what waits for a decision; work that somebody has goes on hold instead.
         */
        post: operations["snoozeTicket"];
        /**
         * Look at a snoozed ticket again
         * @description One that is not snoozed stays as it is.
         */
        delete: operations["wakeTicket"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a second ticket of a part of the work
         * @description With the findings that belong to it; at least one stays, and the episode does. Answers the new ticket.
         */
        post: operations["splitTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a ticket to another state
         * @description The ticket itself says in `transitions` what can be done next, and what each step still requires; GET /workflows/{kind} has the whole workflow. Steps that follow by themselves are made at once: a ticket that is resolved comes back as verifying. `deviceTimeMs` says when it happened, where that was before.
         */
        post: operations["transitionTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the repair of a ticket holds, by the same sensors
         * @description From the moment a ticket is verifying: the watch with its sentence, the metric while the fault lasted and since the repair with the normal band or the limit, to draw, and what requesters have said. A person ends the watch by closing or reopening the ticket. 404 before the first repair.
         */
        get: operations["getVerification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/watchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is told of what happens to a ticket
         * @description In the order of their ids.
         */
        get: operations["listWatchers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{number}/watchers/{watcher}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Tell a technician of what happens to a ticket
         * @description Twice is the same as once.
         */
        put: operations["watchTicket"];
        post?: never;
        /**
         * Tell a technician no more
         * @description Whoever did not watch is none the worse.
         */
        delete: operations["unwatchTicket"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do the same to many tickets
         * @description One of `transition`, `change` and `snooze` to at most 200 tickets. Each is done for itself, and the answer says what became of each: the request as a whole succeeds also where some of them refuse.
         */
        post: operations["changeTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many tickets of each priority
         * @description Of those that fit all of the filters, which are those of the list without `priority`.
         */
        get: operations["countTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tokens, newest first
         * @description Yours; all of them for an administrator of every site. Without what opens doors: nobody can read that again.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Make a token
         * @description With roles that you have yourself, or less, and the scopes that it needs. It is shown in this answer only. What is taken from you later is taken from your tokens, too.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a token useless
         * @description At once, and for ever. Revoking it twice is the same as once.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest workflow of every kind of ticket
         * @description States with what they mean, transitions with what they require, automatic steps.
         */
        get: operations["listWorkflows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The workflow of a kind of ticket
         * @description The newest version, or the one asked for. With `Accept: application/yaml` as YAML, to keep in a file.
         */
        get: operations["getWorkflow"];
        /**
         * Replace the workflow of a kind of ticket
         * @description Makes a new version, for tickets made from now on; a ticket keeps the version it began with. Takes YAML too (`Content-Type: application/yaml`). Refused with every mistake: a state that cannot be reached, a dead end, no way to close, steps that never end.
         */
        put: operations["replaceWorkflow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page on which a requester confirms and rates a repair
         * @description What was wrong, what was done, and a form; once it was sent, what was said.
         */
        get: operations["getConfirmationPage"];
        put?: never;
        /**
         * Confirm and rate a repair as its requester
         * @description The form of the page. A no reopens the ticket with the comment as its reason. Sent twice it counts once.
         */
        post: operations["confirmRepair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process lives
         * @description Restart it when this does not answer.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prometheus metrics of all roles
         * @description Text exposition format 0.0.4.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/p/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page on which a requester follows a ticket
         * @description State in plain words and public comments.
         */
        get: operations["getProgressPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/p/{token}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say something about a ticket as its requester
         * @description The form of the page.
         */
        post: operations["addRequesterComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/r/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page on which a fault at an asset is reported
         * @description A form. Whoever has the link needs no account.
         */
        get: operations["getReportPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/r/{token}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a fault at an asset
         * @description The form of the page. Leads to the page of the ticket.
         */
        post: operations["reportFault"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether it can work
         * @description Each check says ok or what is wrong.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @example {
         *       "id": 12,
         *       "name": "Spare parts shop",
         *       "grants": [
         *         {
         *           "role": "viewer",
         *           "site": null
         *         }
         *       ],
         *       "scopes": [
         *         "read"
         *       ],
         *       "owner": 7,
         *       "createdAtMs": 1700000000000,
         *       "expiresAtMs": 1707776000000,
         *       "usedAtMs": null,
         *       "revokedAtMs": null
         *     }
         */
        AccessToken: {
            /**
             * @description When it was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /**
             * @description Until when it works (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs: number;
            /** @description Roles, each at one site or everywhere; without any, nothing can be seen. */
            grants: {
                /**
                 * @description administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks for work and follows it; viewer: reads.
                 * @enum {unknown}
                 */
                role: "administrator" | "planner" | "technician" | "requester" | "viewer";
                /**
                 * @description The site where it holds; null: at every site, also of the future.
                 * @example pump-7
                 */
                site: string | null;
            }[];
            id: number;
            /** @description What it is for; not blank, at most 100 characters. */
            name: string;
            /** @description The account whose it is: it can do no more than they; null: the administrator’s. */
            owner: number | null;
            /**
             * @description When it was revoked (ms since the Unix epoch).
             * @example 1700000000000
             */
            revokedAtMs: number | null;
            scopes: ("read" | "tickets:write" | "registry:write" | "settings:write" | "intake" | "admin")[];
            /**
             * @description When it was last used, to the minute (ms since the Unix epoch).
             * @example 1700000000000
             */
            usedAtMs: number | null;
        };
        /**
         * @example {
         *       "id": 7,
         *       "name": "anna",
         *       "displayName": "Anna Keller",
         *       "email": null,
         *       "technician": "anna",
         *       "grants": [
         *         {
         *           "role": "technician",
         *           "site": "plant-1"
         *         }
         *       ],
         *       "active": true,
         *       "hasPassword": true,
         *       "createdAtMs": 1700000000000
         *     }
         */
        Account: {
            /** @description false: may not sign in, and nothing of theirs works. */
            active: boolean;
            /**
             * @description When it was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /** @description What people call them; not blank, at most 100 characters. */
            displayName: string;
            /**
             * @description Where mail reaches them, as name@host.
             * @example anna@example.com
             */
            email: string | null;
            /** @description Roles, each at one site or everywhere; without any, nothing can be seen. */
            grants: {
                /**
                 * @description administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks for work and follows it; viewer: reads.
                 * @enum {unknown}
                 */
                role: "administrator" | "planner" | "technician" | "requester" | "viewer";
                /**
                 * @description The site where it holds; null: at every site, also of the future.
                 * @example pump-7
                 */
                site: string | null;
            }[];
            hasPassword: boolean;
            id: number;
            /**
             * @description What somebody signs in with: letters, digits, and . _ @ + -; starts with a letter or digit; at most 100. Small and capital letters are the same.
             * @example anna
             */
            name: string;
            /**
             * @description The technician that they are, if they are one.
             * @example pump-7
             */
            technician: string | null;
        };
        /**
         * @example {
         *       "grants": [
         *         {
         *           "role": "planner",
         *           "site": null
         *         }
         *       ]
         *     }
         */
        AccountChange: {
            active?: boolean;
            /** @description What people call them; not blank, at most 100 characters. */
            displayName?: string;
            /**
             * @description Where mail reaches them, as name@host.
             * @example anna@example.com
             */
            email?: string | null;
            /** @description Roles, each at one site or everywhere; without any, nothing can be seen. */
            grants?: {
                /**
                 * @description administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks for work and follows it; viewer: reads.
                 * @enum {unknown}
                 */
                role: "administrator" | "planner" | "technician" | "requester" | "viewer";
                /**
                 * @description The site where it holds; null: at every site, also of the future.
                 * @example pump-7
                 */
                site: string | null;
            }[];
            /**
             * @description What somebody signs in with: letters, digits, and . _ @ + -; starts with a letter or digit; at most 100. Small and capital letters are the same.
             * @example anna
             */
            name?: string;
            /**
             * @description The technician that they are, if they are one.
             * @example pump-7
             */
            technician?: string | null;
        };
        /**
         * @example {
         *       "url": "https://forewarn.example/set-up#q1J7…",
         *       "expiresAtMs": 1700086400000
         *     }
         */
        AccountLink: {
            /**
             * @description Until when it works (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs: number;
            /** @description Give it to them by a way that others do not read. It is shown this once. */
            url: string;
        };
        /**
         * @example {
         *       "id": "pump-7",
         *       "site": "plant-1",
         *       "class": "pump",
         *       "criticality": "A",
         *       "name": "Cooling water pump 7",
         *       "parent": null,
         *       "availability": "in_service"
         *     }
         */
        Asset: {
            /**
             * @description in_service; down: it stands still and should not, and what is below it makes no tickets; out_of_service: it is not used, and neither it nor what is below it makes any.
             * @enum {unknown}
             */
            availability: "in_service" | "down" | "out_of_service";
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            class: string;
            /** @description What a failure of the asset costs: A stops the plant, B a line, C is bearable. */
            criticality: "A" | "B" | "C";
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description What people call it; not blank, at most 100 characters.
             * @example Cooling water pump 7
             */
            name: string;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            parent: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            site: string;
        };
        /**
         * @example {
         *       "assignee": "anna",
         *       "reason": "She rebuilt this pump last week."
         *     }
         * @example {
         *       "team": "electricians",
         *       "reason": "It is the frequency converter."
         *     }
         */
        AssignmentRequest: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            assignee?: string | null;
            /** @description Why, in words; not blank, at most 2000 characters. */
            reason: string;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            team?: string;
        };
        /**
         * @example {
         *       "id": 3,
         *       "ticket": 12,
         *       "name": "bearing.jpg",
         *       "mediaType": "image/jpeg",
         *       "bytes": 183204,
         *       "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         *       "visibility": "internal",
         *       "author": "admin",
         *       "createdAtMs": 1700000000000
         *     }
         */
        Attachment: {
            /** @description `requester` for what came by a scoped link. */
            author: string;
            bytes: number;
            /**
             * @description When it was added (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            id: number;
            /** @description Found from the content, whatever the sender called it. */
            mediaType: string;
            /** @description The file name, cleaned, with the ending of what it really is. */
            name: string;
            /** @description Of the content, in hexadecimal digits. */
            sha256: string;
            /** @description The ticket that it is on now; a merge moves it. */
            ticket: number;
            /**
             * @description internal: for the plant; public: also for whoever asked for the work, on the progress page.
             * @enum {unknown}
             */
            visibility: "internal" | "public";
        };
        /**
         * @example {
         *       "fromMs": 1700000000000,
         *       "toMs": 1702592000000,
         *       "by": "priority",
         *       "total": {
         *         "tickets": 50,
         *         "response": {
         *           "met": 47,
         *           "missed": 1,
         *           "running": 2,
         *           "share": 0.9792
         *         },
         *         "resolution": {
         *           "met": 47,
         *           "missed": 1,
         *           "running": 2,
         *           "share": 0.9792
         *         }
         *       },
         *       "items": [
         *         {
         *           "key": "P2",
         *           "tickets": 50,
         *           "response": {
         *             "met": 47,
         *             "missed": 1,
         *             "running": 2,
         *             "share": 0.9792
         *           },
         *           "resolution": {
         *             "met": 47,
         *             "missed": 1,
         *             "running": 2,
         *             "share": 0.9792
         *           }
         *         }
         *       ]
         *     }
         */
        Attainment: {
            /** @enum {unknown} */
            by: "priority" | "team" | "site";
            /**
             * @description Tickets made from then on count (ms since the Unix epoch).
             * @example 1700000000000
             */
            fromMs: number;
            items: {
                /** @description The priority, the team or the site; null: no team. */
                key: string | null;
                resolution: {
                    met: number;
                    /** @description Done too late, or too late already and not done. */
                    missed: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description met of met and missed, from 0 to 1; null where nothing is decided. */
                    share: number | null;
                };
                response: {
                    met: number;
                    /** @description Done too late, or too late already and not done. */
                    missed: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description met of met and missed, from 0 to 1; null where nothing is decided. */
                    share: number | null;
                };
                tickets: number;
            }[];
            /**
             * @description Tickets made before then count (ms since the Unix epoch).
             * @example 1700000000000
             */
            toMs: number;
            total: {
                resolution: {
                    met: number;
                    /** @description Done too late, or too late already and not done. */
                    missed: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description met of met and missed, from 0 to 1; null where nothing is decided. */
                    share: number | null;
                };
                response: {
                    met: number;
                    /** @description Done too late, or too late already and not done. */
                    missed: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description met of met and missed, from 0 to 1; null where nothing is decided. */
                    share: number | null;
                };
                tickets: number;
            };
        };
        /**
         * @example {
         *       "id": 7,
         *       "state": "running",
         *       "progress": 0.4,
         *       "samples": 1200000,
         *       "request": {
         *         "scope": "class",
         *         "subject": "pump",
         *         "fromMs": 1700000000000,
         *         "toMs": 1702592000000
         *       },
         *       "createdAtMs": 1703000000000,
         *       "startedAtMs": 1703000001000,
         *       "endedAtMs": null,
         *       "actor": "admin",
         *       "problem": null,
         *       "result": null,
         *       "proposal": null
         *     }
         */
        Backtest: {
            actor: string;
            /**
             * @description When it was asked for (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /**
             * @description When it ended (ms since the Unix epoch).
             * @example 1700000000000
             */
            endedAtMs: number | null;
            id: number;
            /** @description Why it failed. */
            problem: string | null;
            /** @description How much of it is done, from 0 to 1. */
            progress: number;
            /** @description The change of a profile that came of it. */
            proposal: number | null;
            /**
             * @example {
             *       "scope": "class",
             *       "subject": "pump",
             *       "fromMs": 1700000000000,
             *       "toMs": 1702592000000,
             *       "variants": [
             *         {
             *           "label": "as it is"
             *         },
             *         {
             *           "label": "less eager",
             *           "detectors": {
             *             "band": {
             *               "parameters": {
             *                 "share": 0.4
             *               }
             *             }
             *           }
             *         }
             *       ]
             *     }
             */
            request: {
                /** @description Only these assets of the class. */
                assets?: string[];
                /** @description Failures beside those that closed tickets tell of. */
                failures?: {
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    asset: string;
                    /**
                     * @description When it failed (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    atMs: number;
                    /**
                     * @description When it began to fail, where that is known (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    fromMs?: number;
                    name?: string;
                    /**
                     * @description When it was repaired; a day after it failed unless given (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    toMs?: number;
                }[];
                /**
                 * @description Begin of the period (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                /**
                 * @description So many days before a failure a ticket still counts as a warning of it; 30 unless given.
                 * @default 30
                 */
                horizonDays?: number;
                /**
                 * @description From when on the detectors learn; what they say before `fromMs` is left out (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                learnFromMs?: number;
                /** @enum {unknown} */
                scope: "class" | "asset";
                /**
                 * @description Id of the class or the asset.
                 * @example pump
                 */
                subject: string;
                /**
                 * @description End of the period, not included (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
                /** @description What to try, the first being what the others are compared with; what counts now unless given. */
                variants?: {
                    /** @description A profile that is not saved. */
                    detectors?: {
                        [key: string]: {
                            /** @description The same for single metrics; goes before what is said for all. */
                            metrics?: {
                                [key: string]: {
                                    /**
                                     * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                                     * @enum {unknown}
                                     */
                                    mode?: "alarm" | "symptom" | "shadow" | "off";
                                    /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                                    parameters?: {
                                        [key: string]: unknown;
                                    };
                                };
                            };
                            /**
                             * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                             * @enum {unknown}
                             */
                            mode?: "alarm" | "symptom" | "shadow" | "off";
                            /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                            parameters?: {
                                [key: string]: unknown;
                            };
                        };
                    };
                    /** @description What it is called in the result. */
                    label?: string;
                    /** @description A version of the profile that was kept. */
                    version?: number;
                }[];
            };
            result: {
                /** @description Assets that were heard. */
                assets: number;
                /** @description Each further variant beside the first. */
                comparisons: {
                    /** @description So many more, or fewer. */
                    falseAlarms: number;
                    label: string;
                    /** @description Failures that only the first one would have found. */
                    lost: number[];
                    /** @description Failures that only this one would have found. */
                    newlyFound: number[];
                    /** @description What is otherwise than with the first, in a sentence. */
                    sentence: string;
                }[];
                /** @description Detectors that failed at a value. */
                failures: string[];
                /** @description How long assets were heard in the period, gaps left out. */
                machineYears: number;
                /** @description Samples that were read. */
                samples: number;
                variants: {
                    byDetector: {
                        detector: string;
                        /** @description Of these, of no failure. */
                        falseAlarms: number;
                        /** @description Of these, first ones of a failure. */
                        matches: number;
                        /** @description Tickets that it would have raised. */
                        tickets: number;
                    }[];
                    /** @description Findings that are counted and not kept. */
                    excessFindings: number;
                    /** @description By event time. */
                    failures: {
                        asset: string;
                        /**
                         * @description When it was known without a detector (ms since the Unix epoch).
                         * @example 1700000000000
                         */
                        atMs: number;
                        failureCode: string | null;
                        /** @description There would have been a ticket before it was known. */
                        found: boolean;
                        /**
                         * @description When it began, as far as is known (ms since the Unix epoch).
                         * @example 1700000000000
                         */
                        fromMs: number;
                        /** @description How long before. */
                        leadMs: number | null;
                        name: string | null;
                        ticket: number | null;
                        /**
                         * @description When it was over (ms since the Unix epoch).
                         * @example 1700000000000
                         */
                        toMs: number;
                    }[];
                    label: string;
                    /** @description The summary in a sentence. */
                    sentence: string;
                    summary: {
                        /** @description Failures in the period. */
                        failures: number;
                        /** @description Those of no failure, as far as anybody knows. */
                        falseAlarms: number;
                        falseAlarmsPerMachineYear: number | null;
                        /** @description What the detectors said. */
                        findings: number;
                        /** @description Those that would have been found before they were known. */
                        found: number;
                        /** @description Those among them of which somebody found nothing. */
                        knownFalseAlarms: number;
                        /** @description Of these, the first ones of a failure. */
                        matches: number;
                        /** @description The median warning of those that were found. */
                        medianLeadMs: number | null;
                        /** @description The same as a share of the time since the failure began, where that is known. */
                        medianLeadShare: number | null;
                        /** @description The others. */
                        missed: number;
                        /** @description Matches among tickets without repeats; null without any. */
                        precision: number | null;
                        /** @description Found among failures; null without any. */
                        recall: number | null;
                        /** @description Further ones of a failure. */
                        repeats: number;
                        /** @description Tickets that this would have made. */
                        tickets: number;
                        ticketsPerMachineYear: number | null;
                    };
                    /** @description By event time; the first 1000. */
                    tickets: {
                        /** @description Its asset. */
                        asset: string;
                        /** @description Name and version of what raised it. */
                        detector: string;
                        device: string;
                        explanation: string;
                        /** @description The failure that it warns of: its place in `failures`. */
                        failure: number | null;
                        faultKey: string;
                        /** @description How many findings it would have had. */
                        findings: number;
                        /**
                         * @description Event time until which the deviation was seen (ms since the Unix epoch).
                         * @example 1700000000000
                         */
                        lastDeviationAtMs: number;
                        /** @description How long before that was known; below 0: later. */
                        leadMs: number | null;
                        metric: string;
                        /**
                         * @description Event time at which it would have been raised (ms since the Unix epoch).
                         * @example 1700000000000
                         */
                        raisedAtMs: number;
                        /**
                         * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                         * @enum {unknown}
                         */
                        severity: "minor" | "major" | "critical";
                        title: string;
                        /**
                         * @description match: the first of a failure; repeat: another one of a failure that has its match; known_false_alarm: a ticket of then was closed as a false alarm; unexplained: nothing is known of a failure. The last two count as false alarms.
                         * @enum {unknown}
                         */
                        verdict: "match" | "repeat" | "known_false_alarm" | "unexplained";
                    }[];
                }[];
            } | null;
            /** @description Samples read so far. */
            samples: number;
            /**
             * @description When it began (ms since the Unix epoch).
             * @example 1700000000000
             */
            startedAtMs: number | null;
            /** @enum {unknown} */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
        };
        BacktestHead: {
            actor: string;
            /**
             * @description When it was asked for (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /**
             * @description When it ended (ms since the Unix epoch).
             * @example 1700000000000
             */
            endedAtMs: number | null;
            id: number;
            /** @description Why it failed. */
            problem: string | null;
            /** @description How much of it is done, from 0 to 1. */
            progress: number;
            /** @description The change of a profile that came of it. */
            proposal: number | null;
            /**
             * @example {
             *       "scope": "class",
             *       "subject": "pump",
             *       "fromMs": 1700000000000,
             *       "toMs": 1702592000000,
             *       "variants": [
             *         {
             *           "label": "as it is"
             *         },
             *         {
             *           "label": "less eager",
             *           "detectors": {
             *             "band": {
             *               "parameters": {
             *                 "share": 0.4
             *               }
             *             }
             *           }
             *         }
             *       ]
             *     }
             */
            request: {
                /** @description Only these assets of the class. */
                assets?: string[];
                /** @description Failures beside those that closed tickets tell of. */
                failures?: {
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    asset: string;
                    /**
                     * @description When it failed (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    atMs: number;
                    /**
                     * @description When it began to fail, where that is known (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    fromMs?: number;
                    name?: string;
                    /**
                     * @description When it was repaired; a day after it failed unless given (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    toMs?: number;
                }[];
                /**
                 * @description Begin of the period (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                /**
                 * @description So many days before a failure a ticket still counts as a warning of it; 30 unless given.
                 * @default 30
                 */
                horizonDays?: number;
                /**
                 * @description From when on the detectors learn; what they say before `fromMs` is left out (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                learnFromMs?: number;
                /** @enum {unknown} */
                scope: "class" | "asset";
                /**
                 * @description Id of the class or the asset.
                 * @example pump
                 */
                subject: string;
                /**
                 * @description End of the period, not included (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
                /** @description What to try, the first being what the others are compared with; what counts now unless given. */
                variants?: {
                    /** @description A profile that is not saved. */
                    detectors?: {
                        [key: string]: {
                            /** @description The same for single metrics; goes before what is said for all. */
                            metrics?: {
                                [key: string]: {
                                    /**
                                     * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                                     * @enum {unknown}
                                     */
                                    mode?: "alarm" | "symptom" | "shadow" | "off";
                                    /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                                    parameters?: {
                                        [key: string]: unknown;
                                    };
                                };
                            };
                            /**
                             * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                             * @enum {unknown}
                             */
                            mode?: "alarm" | "symptom" | "shadow" | "off";
                            /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                            parameters?: {
                                [key: string]: unknown;
                            };
                        };
                    };
                    /** @description What it is called in the result. */
                    label?: string;
                    /** @description A version of the profile that was kept. */
                    version?: number;
                }[];
            };
            /** @description Samples read so far. */
            samples: number;
            /**
             * @description When it began (ms since the Unix epoch).
             * @example 1700000000000
             */
            startedAtMs: number | null;
            /** @enum {unknown} */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
        };
        /**
         * @example {
         *       "scope": "class",
         *       "subject": "pump",
         *       "fromMs": 1700000000000,
         *       "toMs": 1702592000000,
         *       "variants": [
         *         {
         *           "label": "as it is"
         *         },
         *         {
         *           "label": "less eager",
         *           "detectors": {
         *             "band": {
         *               "parameters": {
         *                 "share": 0.4
         *               }
         *             }
         *           }
         *         }
         *       ]
         *     }
         */
        BacktestRequest: {
            /** @description Only these assets of the class. */
            assets?: string[];
            /** @description Failures beside those that closed tickets tell of. */
            failures?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset: string;
                /**
                 * @description When it failed (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                atMs: number;
                /**
                 * @description When it began to fail, where that is known (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs?: number;
                name?: string;
                /**
                 * @description When it was repaired; a day after it failed unless given (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs?: number;
            }[];
            /**
             * @description Begin of the period (ms since the Unix epoch).
             * @example 1700000000000
             */
            fromMs: number;
            /**
             * @description So many days before a failure a ticket still counts as a warning of it; 30 unless given.
             * @default 30
             */
            horizonDays?: number;
            /**
             * @description From when on the detectors learn; what they say before `fromMs` is left out (ms since the Unix epoch).
             * @example 1700000000000
             */
            learnFromMs?: number;
            /** @enum {unknown} */
            scope: "class" | "asset";
            /**
             * @description Id of the class or the asset.
             * @example pump
             */
            subject: string;
            /**
             * @description End of the period, not included (ms since the Unix epoch).
             * @example 1700000000000
             */
            toMs: number;
            /** @description What to try, the first being what the others are compared with; what counts now unless given. */
            variants?: {
                /** @description A profile that is not saved. */
                detectors?: {
                    [key: string]: {
                        /** @description The same for single metrics; goes before what is said for all. */
                        metrics?: {
                            [key: string]: {
                                /**
                                 * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                                 * @enum {unknown}
                                 */
                                mode?: "alarm" | "symptom" | "shadow" | "off";
                                /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                                parameters?: {
                                    [key: string]: unknown;
                                };
                            };
                        };
                        /**
                         * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                         * @enum {unknown}
                         */
                        mode?: "alarm" | "symptom" | "shadow" | "off";
                        /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                        parameters?: {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What it is called in the result. */
                label?: string;
                /** @description A version of the profile that was kept. */
                version?: number;
            }[];
        };
        BacktestResult: {
            /** @description Assets that were heard. */
            assets: number;
            /** @description Each further variant beside the first. */
            comparisons: {
                /** @description So many more, or fewer. */
                falseAlarms: number;
                label: string;
                /** @description Failures that only the first one would have found. */
                lost: number[];
                /** @description Failures that only this one would have found. */
                newlyFound: number[];
                /** @description What is otherwise than with the first, in a sentence. */
                sentence: string;
            }[];
            /** @description Detectors that failed at a value. */
            failures: string[];
            /** @description How long assets were heard in the period, gaps left out. */
            machineYears: number;
            /** @description Samples that were read. */
            samples: number;
            variants: {
                byDetector: {
                    detector: string;
                    /** @description Of these, of no failure. */
                    falseAlarms: number;
                    /** @description Of these, first ones of a failure. */
                    matches: number;
                    /** @description Tickets that it would have raised. */
                    tickets: number;
                }[];
                /** @description Findings that are counted and not kept. */
                excessFindings: number;
                /** @description By event time. */
                failures: {
                    asset: string;
                    /**
                     * @description When it was known without a detector (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    atMs: number;
                    failureCode: string | null;
                    /** @description There would have been a ticket before it was known. */
                    found: boolean;
                    /**
                     * @description When it began, as far as is known (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    fromMs: number;
                    /** @description How long before. */
                    leadMs: number | null;
                    name: string | null;
                    ticket: number | null;
                    /**
                     * @description When it was over (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    toMs: number;
                }[];
                label: string;
                /** @description The summary in a sentence. */
                sentence: string;
                summary: {
                    /** @description Failures in the period. */
                    failures: number;
                    /** @description Those of no failure, as far as anybody knows. */
                    falseAlarms: number;
                    falseAlarmsPerMachineYear: number | null;
                    /** @description What the detectors said. */
                    findings: number;
                    /** @description Those that would have been found before they were known. */
                    found: number;
                    /** @description Those among them of which somebody found nothing. */
                    knownFalseAlarms: number;
                    /** @description Of these, the first ones of a failure. */
                    matches: number;
                    /** @description The median warning of those that were found. */
                    medianLeadMs: number | null;
                    /** @description The same as a share of the time since the failure began, where that is known. */
                    medianLeadShare: number | null;
                    /** @description The others. */
                    missed: number;
                    /** @description Matches among tickets without repeats; null without any. */
                    precision: number | null;
                    /** @description Found among failures; null without any. */
                    recall: number | null;
                    /** @description Further ones of a failure. */
                    repeats: number;
                    /** @description Tickets that this would have made. */
                    tickets: number;
                    ticketsPerMachineYear: number | null;
                };
                /** @description By event time; the first 1000. */
                tickets: {
                    /** @description Its asset. */
                    asset: string;
                    /** @description Name and version of what raised it. */
                    detector: string;
                    device: string;
                    explanation: string;
                    /** @description The failure that it warns of: its place in `failures`. */
                    failure: number | null;
                    faultKey: string;
                    /** @description How many findings it would have had. */
                    findings: number;
                    /**
                     * @description Event time until which the deviation was seen (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    lastDeviationAtMs: number;
                    /** @description How long before that was known; below 0: later. */
                    leadMs: number | null;
                    metric: string;
                    /**
                     * @description Event time at which it would have been raised (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    raisedAtMs: number;
                    /**
                     * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                     * @enum {unknown}
                     */
                    severity: "minor" | "major" | "critical";
                    title: string;
                    /**
                     * @description match: the first of a failure; repeat: another one of a failure that has its match; known_false_alarm: a ticket of then was closed as a false alarm; unexplained: nothing is known of a failure. The last two count as false alarms.
                     * @enum {unknown}
                     */
                    verdict: "match" | "repeat" | "known_false_alarm" | "unexplained";
                }[];
            }[];
        };
        /**
         * @example {
         *       "tickets": [
         *         12,
         *         13
         *       ],
         *       "transition": {
         *         "to": "planned"
         *       }
         *     }
         */
        BulkRequest: {
            /**
             * @example {
             *       "checklist": [
             *         {
             *           "text": "Isolate the pump",
             *           "done": true
             *         }
             *       ]
             *     }
             * @example {
             *       "priority": "P1",
             *       "reason": "The spare pump is out for repair."
             *     }
             */
            change?: {
                checklist?: {
                    done: boolean;
                    /** @description What to do; not blank, at most 500 characters. */
                    text: string;
                }[];
                /** @description What is wrong, or to be done; not blank, at most 10000 characters. */
                description?: string | null;
                /** @description Those to be changed; null takes a field away. */
                fields?: {
                    [key: string]: unknown;
                };
                /** @example 12 */
                parent?: number | null;
                /** @description How long the longest part will take to come, in minutes. */
                partLeadMinutes?: number | null;
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                priority?: "P1" | "P2" | "P3" | "P4";
                /** @description Why; a change of priority needs it; not blank, at most 2000 characters. */
                reason?: string;
                /** @description How long the repair will take, in minutes. */
                repairMinutes?: number | null;
                /** @description What a technician must have for it. */
                requiredSkills?: string[];
                /**
                 * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                 * @enum {unknown}
                 */
                severity?: "minor" | "major" | "critical";
                /** @description What it is called in lists; not blank, at most 200 characters. */
                title?: string;
            };
            /**
             * @example {
             *       "untilMs": 1800000000000,
             *       "reason": "The line stands still until Monday."
             *     }
             */
            snooze?: {
                /** @description What is waited for; not blank, at most 2000 characters. */
                reason: string;
                /**
                 * @description Until when it is out of the list of what waits for review (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                untilMs: number;
            };
            /** @description Each is done for itself: what one refuses does not stop the others. */
            tickets: number[];
            /**
             * @example {
             *       "to": "accepted"
             *     }
             */
            transition?: {
                /**
                 * @description When it happened, where that was before the request: a phone that was offline (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                deviceTimeMs?: number;
                /** @description What was wrong: a code of /failure-codes. */
                failureCode?: string;
                /**
                 * @description What the technician found: what the detector said, something else, nothing, or nobody could look. Detectors learn from it.
                 * @enum {unknown}
                 */
                outcome?: "found_as_predicted" | "found_other" | "false_alarm" | "no_access";
                /** @description Why, in words; not blank, at most 2000 characters. */
                reason?: string;
                /**
                 * @description Why a proposal is not taken.
                 * @enum {unknown}
                 */
                rejectionCode?: "false_alarm" | "known_condition" | "duplicate" | "not_worth_it" | "other";
                /** @description What was done; not blank, at most 5000 characters. */
                resolution?: string;
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                to: string;
            };
        };
        /**
         * @example {
         *       "id": "office",
         *       "timeZone": "Europe/Berlin",
         *       "weekly": [
         *         {
         *           "day": 1,
         *           "from": "08:00",
         *           "to": "17:00"
         *         },
         *         {
         *           "day": 2,
         *           "from": "08:00",
         *           "to": "17:00"
         *         },
         *         {
         *           "day": 3,
         *           "from": "08:00",
         *           "to": "17:00"
         *         },
         *         {
         *           "day": 4,
         *           "from": "08:00",
         *           "to": "17:00"
         *         },
         *         {
         *           "day": 5,
         *           "from": "08:00",
         *           "to": "17:00"
         *         }
         *       ],
         *       "holidays": [
         *         "2026-12-25"
         *       ],
         *       "exceptions": [
         *         {
         *           "date": "2026-12-24",
         *           "hours": [
         *             {
         *               "from": "08:00",
         *               "to": "12:00"
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        Calendar: {
            /** @description Days with hours of their own, in place of all others. */
            exceptions: {
                /**
                 * @description YYYY-MM-DD, in the time zone of the calendar.
                 * @example 2026-12-25
                 */
                date: string;
                /** @description None: closed. */
                hours: {
                    /**
                     * @description Time of the day, HH:MM.
                     * @example 06:00
                     */
                    from: string;
                    /**
                     * @description HH:MM, at most 24:00; where it is earlier than `from` it is of the next day.
                     * @example 14:00
                     */
                    to: string;
                }[];
            }[];
            /** @description Days whose weekly hours are off. */
            holidays: string[];
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description IANA time zone, such as Europe/Berlin or UTC.
             * @example Europe/Berlin
             */
            timeZone: string;
            /** @description Hours of the week. Those that meet or overlap are one. */
            weekly: {
                /** @description 1 is Monday, 7 is Sunday. */
                day: number;
                /**
                 * @description Time of the day, HH:MM.
                 * @example 06:00
                 */
                from: string;
                /**
                 * @description HH:MM, at most 24:00; where it is earlier than `from` it is of the next day.
                 * @example 14:00
                 */
                to: string;
            }[];
        };
        /**
         * @example {
         *       "class": "pump",
         *       "failures": 3,
         *       "learned": false,
         *       "learnedAtMs": 1700000000000,
         *       "reason": {
         *         "en": "3 failures are on record of the class Pump: a remaining life is learned from 5 on",
         *         "zh": "类别 Pump 只有 3 次故障记录：至少 5 次才能学习剩余寿命"
         *       }
         *     }
         */
        ClassPrognosis: {
            class: string;
            /** @description Failures with telemetry that it was learned from, or that were too few. */
            failures: number;
            /** @description The detector `prognosis` foretells remaining lives in this class. */
            learned: boolean;
            /** @description When that was found out; null before the first failure. */
            learnedAtMs: number | null;
            /** @description Why nothing is foretold. */
            reason: {
                en?: string;
                zh?: string;
            } | null;
        };
        /**
         * @example {
         *       "id": 7,
         *       "ticket": 12,
         *       "body": "Bearing ordered, @ana please plan it for Tuesday.",
         *       "visibility": "internal",
         *       "mentions": [
         *         "ana"
         *       ],
         *       "author": "admin",
         *       "createdAtMs": 1700000000000,
         *       "writtenOn": null
         *     }
         */
        Comment: {
            /** @description `requester` for what came by a scoped link. */
            author: string;
            body: string;
            /**
             * @description When it was written (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            id: number;
            /** @description Technicians that are asked to look. */
            mentions: string[];
            /** @description The ticket that it is on now; a merge moves it. */
            ticket: number;
            /**
             * @description internal: for the plant; public: also for whoever asked for the work, on the progress page.
             * @enum {unknown}
             */
            visibility: "internal" | "public";
            /** @description The ticket that it was written on, where it came by a merge. */
            writtenOn: number | null;
        };
        /**
         * @example {
         *       "id": 3,
         *       "ticket": 12,
         *       "atMs": 1700000001000,
         *       "routeVersion": 2,
         *       "manual": false,
         *       "actor": "system",
         *       "team": "mechanics",
         *       "assignee": "anna",
         *       "reason": "Route 2 (rotating equipment) sends it to team mechanics. anna takes it with score 0.85, the best of 2 who could: 1 of 5 tickets, 0 km away, 3 jobs on this asset.",
         *       "candidates": [
         *         {
         *           "technician": "anna",
         *           "score": 0.85,
         *           "parts": {
         *             "load": 0.8,
         *             "distance": 1,
         *             "experience": 0.5,
         *             "seniority": 0.75,
         *             "readiness": 1
         *           },
         *           "facts": {
         *             "openTickets": 1,
         *             "capacity": 5,
         *             "distanceKm": 0,
         *             "jobsOnAsset": 3,
         *             "jobsOfFault": 0
         *           }
         *         }
         *       ]
         *     }
         */
        Decision: {
            /** @description Who decided; `system` for the rules. */
            actor: string;
            /** @description The technician; null where it waits in the team’s queue. */
            assignee: string | null;
            /**
             * @description When it was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            atMs: number;
            /** @description Everybody of the team: who could have it, the best first, and then who could not. */
            candidates: {
                /** @description What the parts were computed from. */
                facts: {
                    capacity: number;
                    /** @description Null where a location is not known. */
                    distanceKm: number | null;
                    /** @description Tickets of this fault that they resolved, on any asset, counted up to 20. */
                    jobsOfFault: number;
                    /** @description Tickets of this asset that they resolved, counted up to 20. */
                    jobsOnAsset: number;
                    openTickets: number;
                };
                parts: {
                    distance: number;
                    experience: number;
                    load: number;
                    readiness: number;
                    seniority: number;
                };
                /** @description Why they cannot have it; absent where they could. */
                rejected?: string;
                /** @description 0 to 1: the weighted mean of the parts. */
                score: number;
                technician: string;
            }[];
            id: number;
            /** @description A person gave it to somebody, or to another team. */
            manual: boolean;
            /** @description Why, in words. */
            reason: string;
            /** @description The version of the route tree that led to the team; null where a person did. */
            routeVersion: number | null;
            team: string | null;
            ticket: number;
        };
        /**
         * @example {
         *       "name": "limit",
         *       "version": 1,
         *       "scope": "metric",
         *       "mode": "alarm",
         *       "summary": "Says that a value has been beyond a fixed limit of its metric for the hold time.",
         *       "schema": {
         *         "type": "object",
         *         "properties": {
         *           "holdMs": {
         *             "type": "integer",
         *             "minimum": 0,
         *             "default": 60000
         *           }
         *         }
         *       },
         *       "defaults": {
         *         "holdMs": 60000
         *       },
         *       "readme": "/api/v1/detectors/limit/readme"
         *     }
         */
        DetectorDescription: {
            /** @description The parameters where neither a metric nor a profile says another. */
            defaults: {
                [key: string]: unknown;
            };
            /**
             * @description The mode in which it runs where no profile says another.
             * @enum {unknown}
             */
            mode: "alarm" | "symptom" | "shadow" | "off";
            /**
             * @description As profiles name it.
             * @example limit
             */
            name: string;
            /** @description The parameter by which it is made to speak less, and in which direction. */
            quieter?: {
                parameter: string;
                /** @enum {unknown} */
                when: "larger" | "smaller";
            };
            /**
             * @description Where it is described: what it sees and misses, its parameters with their reasons, its source.
             * @example /api/v1/detectors/limit/readme
             */
            readme: string;
            /** @description JSON Schema of its parameters, each with a description, its unit, and its default. */
            schema: {
                [key: string]: unknown;
            };
            /**
             * @description metric: it watches each metric by itself; device: all metrics of a device together.
             * @enum {unknown}
             */
            scope: "metric" | "device";
            /** @description What it sees, in a sentence. */
            summary: string;
            /** @description Raised when the same input could give another answer. */
            version: number;
        };
        DetectorInForce: {
            /** @description Where single metrics are watched otherwise than all. */
            metrics: {
                [key: string]: {
                    /** @enum {unknown} */
                    mode: "alarm" | "symptom" | "shadow" | "off";
                    /**
                     * @description Who says so: the detector itself, the profile of the class, or that of the asset.
                     * @enum {unknown}
                     */
                    modeFrom: "shipped" | "class" | "asset";
                    /** @description What profiles say; the detector sets the others by itself. */
                    parameters: {
                        [key: string]: unknown;
                    };
                    parametersFrom: {
                        [key: string]: "shipped" | "class" | "asset";
                    };
                };
            };
            /** @enum {unknown} */
            mode: "alarm" | "symptom" | "shadow" | "off";
            /**
             * @description Who says so: the detector itself, the profile of the class, or that of the asset.
             * @enum {unknown}
             */
            modeFrom: "shipped" | "class" | "asset";
            name: string;
            /** @description What profiles say; the detector sets the others by itself. */
            parameters: {
                [key: string]: unknown;
            };
            parametersFrom: {
                [key: string]: "shipped" | "class" | "asset";
            };
            version: number;
        };
        /**
         * @example {
         *       "detector": "band@1",
         *       "class": "pump",
         *       "asset": null,
         *       "tickets": 14,
         *       "foundAsPredicted": 8,
         *       "foundOther": 1,
         *       "falseAlarms": 4,
         *       "noAccess": 1,
         *       "precision": 0.692,
         *       "precisionLow": 0.424,
         *       "precisionHigh": 0.873,
         *       "medianLeadMs": 518400000,
         *       "rework": 1
         *     }
         */
        DetectorPerformance: {
            /** @description Where it is asked for by asset. */
            asset: string | null;
            /** @description Of the assets, where it is asked for by class or asset. */
            class: string | null;
            /** @description Name and version of the detector whose finding began the tickets. */
            detector: string;
            /** @description In which nothing was found. */
            falseAlarms: number;
            /** @description In which was found what it said. */
            foundAsPredicted: number;
            /** @description In which something else was found. */
            foundOther: number;
            /** @description Median time from the first finding to the end of the repair, of those in which something was found: the machine has lasted at least so long. */
            medianLeadMs: number | null;
            /** @description In which nobody could look. */
            noAccess: number;
            /** @description Those in which something was found, of those in which somebody looked; null without any. */
            precision: number | null;
            /** @description Upper end. */
            precisionHigh: number | null;
            /** @description Lower end of the interval of 95 % (Wilson): few tickets tell little. */
            precisionLow: number | null;
            /** @description How often a repair did not hold. */
            rework: number;
            /** @description Tickets that it began and that are closed. */
            tickets: number;
        };
        /**
         * @example {
         *       "id": "sensor-7",
         *       "site": "plant-1",
         *       "asset": "pump-7",
         *       "address": null,
         *       "gateway": null,
         *       "metrics": [],
         *       "silentAfterS": null,
         *       "state": {
         *         "status": "online",
         *         "statusSinceMs": 1700000000000,
         *         "lastSeenMs": 1700000600000,
         *         "lastObservedMs": 1700000599000,
         *         "clockAheadMs": -120,
         *         "silentSinceMs": null,
         *         "attributes": {
         *           "firmware": "2.4.1"
         *         }
         *       }
         *     }
         */
        Device: {
            /**
             * @description What the device is called in the topics and payloads of its format, where that is not its id: `{group}/{edge node}/{device}` in Sparkplug B, the base name in SenML. Unique; not the id of another device.
             * @example Plant 1/Press line/Press 4
             */
            address: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            asset: string;
            /**
             * @description The device that publishes for this one, such as a Sparkplug edge node; at the same site. It may also publish itself.
             * @example gateway-1
             */
            gateway: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /** @description What arrives under another name or in another unit than the metric’s own. */
            metrics: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                 * @example temperature
                 */
                metric: string;
                /** @description Then this is added; the result is in `unit`. Default 0. */
                offset?: number;
                /**
                 * @description Raw values are multiplied by this first. Default 1.
                 * @example 0.1
                 */
                scale?: number;
                /**
                 * @description The name that the device gives it, exactly as it sends it.
                 * @example Temperatures/Motor 1
                 */
                source: string;
                /**
                 * @description The unit in which the device sends it; converted to the unit of the metric.
                 * @example °F
                 */
                unit?: string;
            }[];
            /**
             * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.
             * @example 900
             */
            silentAfterS: number | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            site: string;
            /**
             * @example {
             *       "status": "online",
             *       "statusSinceMs": 1700000000000,
             *       "lastSeenMs": 1700000600000,
             *       "lastObservedMs": 1700000599000,
             *       "clockAheadMs": -120,
             *       "silentSinceMs": null,
             *       "attributes": {
             *         "firmware": "2.4.1"
             *       }
             *     }
             */
            state: {
                /** @description What it says of itself: firmware, serial number and the like. */
                attributes: {
                    [key: string]: string;
                };
                /** @description How far its clock is ahead of ours in ms, negative when it is behind (the way to us counts as behind): the largest difference of about the last hour. Null when it names no times. */
                clockAheadMs: number | null;
                /**
                 * @description Event time of its newest reading (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                lastObservedMs: number | null;
                /**
                 * @description When anything of it was last received (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                lastSeenMs: number | null;
                /**
                 * @description Its last word, when it is silent for too long (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                silentSinceMs: number | null;
                status: ("online" | "offline" | "sleeping") | null;
                /**
                 * @description Since when it has this status (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                statusSinceMs: number | null;
            };
        };
        /**
         * @example {
         *       "state": "on_site",
         *       "category": "active",
         *       "ms": 5400000,
         *       "stays": 2,
         *       "sinceMs": 1700000600000,
         *       "isPresent": false
         *     }
         */
        Dwell: {
            category: ("review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled") | null;
            /** @description It is in this state now. */
            isPresent: boolean;
            /** @description Milliseconds in the state, until now where it is in it. */
            ms: number;
            /**
             * @description When it came into the state for the last time (ms since the Unix epoch).
             * @example 1700000000000
             */
            sinceMs: number;
            /**
             * @description Small letters, digits and underscore; starts with a letter; at most 32.
             * @example on_site
             */
            state: string;
            /** @description How often it came into the state. */
            stays: number;
        };
        /**
         * @example {
         *       "id": "kiln",
         *       "name": "Kiln",
         *       "metrics": [
         *         {
         *           "key": "shell_temperature",
         *           "unit": "°C",
         *           "limits": {
         *             "high": 350,
         *             "holdMs": 60000
         *           }
         *         }
         *       ],
         *       "acceptsAnyMetric": false
         *     }
         */
        EquipmentClass: {
            /** @description Take metrics that are not listed, with an unknown unit. Otherwise they are dead letters. */
            acceptsAnyMetric: boolean;
            /**
             * @description For how many hours a verified repair waits for the word of who asked for it, from 1 to 8760 (a year). 72 when not given.
             * @example 72
             */
            confirmHours?: number;
            /** @description How its failures show. Without them a diagnosis names the metrics and no failure mode. */
            failureModes?: {
                /** @description What to look at first. */
                advice?: {
                    en: string;
                    zh: string;
                };
                /** @description A code of /failure-codes, as in ISO 14224. */
                failureCode?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                mode: string;
                name: {
                    en: string;
                    zh: string;
                };
                signs: {
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                     * @example temperature
                     */
                    metric: string;
                    /**
                     * @description high includes rising, low includes falling.
                     * @enum {unknown}
                     */
                    symptom: "high" | "low" | "unstable";
                    /** @description How much it speaks for the mode: 1 is its leading sign, 0.3 comes with it, below 0 speaks against it. */
                    weight: number;
                }[];
            }[];
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            metrics: {
                description?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                 * @example temperature
                 */
                key: string;
                limits?: {
                    /** @description Highest allowed value, in the unit of the metric. */
                    high?: number;
                    /** @description How long (event time, ms) a value must stay beyond the limit. */
                    holdMs?: number;
                    /** @description Lowest allowed value, in the unit of the metric. */
                    low?: number;
                };
                /**
                 * @description What the metric measures.
                 * @enum {unknown}
                 */
                quantity?: "vibration" | "temperature" | "pressure" | "flow" | "current" | "voltage" | "power" | "speed" | "torque" | "level" | "state" | "counter" | "other";
                rates?: {
                    /** @description Fastest allowed fall, in the unit of the metric per minute; positive. */
                    fallPerMinute?: number;
                    /** @description Over what time (event time, ms) the change is measured. Ten minutes when not given. */
                    overMs?: number;
                    /** @description Fastest allowed rise, in the unit of the metric per minute. */
                    risePerMinute?: number;
                };
                /** @description Of a metric that is a state: how the machine is run. */
                states?: {
                    /** @description Values at which it runs without a load. */
                    idle?: number[];
                    /** @description Values at which the machine is switched off. */
                    off?: number[];
                };
                /**
                 * @description UCUM or common symbol; empty when unknown.
                 * @example °C
                 */
                unit: string;
                /**
                 * @description Devices may send waveforms of the acceleration here; metrics are made of them.
                 * @example {
                 *       "name": "vibration",
                 *       "bearing": {
                 *         "rollers": 8,
                 *         "rollerMm": 17.5,
                 *         "pitchMm": 73
                 *       },
                 *       "shaftHz": 24.7
                 *     }
                 */
                waveform?: {
                    bearing?: {
                        /** @description Degrees; 0 when not given. */
                        contactAngle?: number;
                        /** @description Diameter of the circle through their centres, mm. */
                        pitchMm: number;
                        /** @description Their diameter, mm. */
                        rollerMm: number;
                        /** @description Balls or rollers of one row. */
                        rollers: number;
                    };
                    /**
                     * @description The band in which the housing rings when a part is hit, Hz. From 1000 Hz (at least a tenth of the sample rate) to 45 % of the sample rate when not given.
                     * @example [
                     *       1000,
                     *       6000
                     *     ]
                     */
                    envelopeHz?: [
                        number,
                        number
                    ];
                    /**
                     * @description The name under which devices send it, and with which its metrics begin. The key of the metric when not given.
                     * @example vibration
                     */
                    name?: string;
                    /** @description Usual revolutions a second of the shaft in the bearing, where neither the waveform nor a metric tells. */
                    shaftHz?: number;
                    /** @description A metric of the same sample that tells the speed, in rpm or Hz by its unit. */
                    speedMetric?: string;
                    /** @description Revolutions of the shaft in the bearing for one of what speedMetric tells. 1 when not given. */
                    speedRatio?: number;
                    /**
                     * @description Of what is sent. Metrics are in m/s². m/s² when not given.
                     * @enum {unknown}
                     */
                    unit?: "m/s²" | "g";
                };
                zones?: {
                    /** @description Boundary of zones A and B, in the unit of the metric. */
                    ab?: number;
                    /** @description Boundary of zones B and C: from here on it is a warning. */
                    bc: number;
                    /** @description Boundary of zones C and D: from here on it is critical. */
                    cd: number;
                    /** @description How long (event time, ms) it must stay in the zone. Ten minutes when not given. */
                    holdMs?: number;
                };
            }[];
            name: string;
            /**
             * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year). Not watched when not given.
             * @example 900
             */
            silentAfterS?: number;
            /**
             * @description For how many minutes the sensors are watched after a repair, from 1 to 43200 (30 days). A day when not given.
             * @example 1440
             */
            verifyMinutes?: number;
        };
        /**
         * @example {
         *       "code": "VIB",
         *       "name": "Vibration"
         *     }
         */
        FailureCode: {
            /**
             * @description Capital letters, digits, underscore and hyphen; starts with a letter; at most 16.
             * @example VIB
             */
            code: string;
            /**
             * @description What people call it; not blank, at most 100 characters.
             * @example Cooling water pump 7
             */
            name: string;
        };
        Finding: {
            asset: string;
            /** @description Name and version, as in `band@1`. */
            detector: string;
            device: string;
            evidence: {
                /** @description What each metric adds to the deviation, the largest first; together 1. */
                contributions?: {
                    /**
                     * @description On which side of what is to be expected of it; absent where that is not known.
                     * @enum {unknown}
                     */
                    direction?: "high" | "low";
                    metric: string;
                    share: number;
                }[];
                /** @description When the limit is expected to be reached, or the machine to fail. */
                crossing?: {
                    /** @description Event time; the median. */
                    atMs: number;
                    /** @description After this in one case of ten. */
                    highMs: number;
                    /** @description Before this in one case of ten. */
                    lowMs: number;
                    /** @enum {unknown} */
                    of: "limit" | "failure";
                };
                /** @description The normal band as the detector had learned it. */
                expected?: {
                    high: number;
                    low: number;
                };
                /** @description The fixed limit that was crossed. */
                limit?: number;
                /** @description Failure modes of the class that fit, the likeliest first; three at most. */
                modes?: {
                    confidence: number;
                    contradictedBy: string[];
                    mode: string;
                    name: {
                        en: string;
                        zh: string;
                    };
                    /** @description Symptoms, as in `vibration_rms high`. */
                    supportedBy: string[];
                }[];
                /** @description The other metrics that deviate, or help to judge, over the same time; three at most. */
                others?: {
                    metric: string;
                    /** @description The last values before the finding: [event time ms, value], oldest first. */
                    series: [
                        number,
                        number
                    ][];
                    unit: string;
                }[];
                /** @description Configuration of the detector, as it was. */
                parameters?: {
                    [key: string]: unknown;
                };
                /**
                 * @description How the machine was run: off, idle, run or unknown; with its load step where it has several.
                 * @example run, load step 2
                 */
                regime?: string;
                /** @description The last values before the finding: [event time ms, value], oldest first. */
                series: [
                    number,
                    number
                ][];
                /** @description All that was seen at the asset then, of which this finding is the sum; the worst first. */
                symptoms?: {
                    detector: string;
                    device: string;
                    explanation: {
                        en: string;
                        zh: string;
                    };
                    metric: string;
                    /**
                     * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                     * @enum {unknown}
                     */
                    severity: "minor" | "major" | "critical";
                    sinceMs: number;
                    symptom: string;
                }[];
                /** @description The value that was judged, in the unit of the metric: the reading, or a mean that the explanation names. */
                value: number;
            };
            /** @description What is seen, and what it probably is and when it fails: two sentences for a technician, in English. */
            explanation: string;
            /** @description What makes findings of an asset the same fault: `machine`, or `sensor:` and the metric. */
            faultKey: string;
            /**
             * @description What is at fault: the machine (default), or the sensor itself, which is another crew’s work.
             * @enum {unknown}
             */
            faultKind?: "machine" | "sensor";
            /** @description Deterministic: the same log gives the same findings with the same ids. */
            id: string;
            metric: string;
            /** @description Event time of the sample that led to the finding. */
            observedAtMs: number;
            /**
             * @description raised: begins; continuing: still true, or worse; cleared: the signal is back to normal.
             * @enum {unknown}
             */
            phase: "raised" | "continuing" | "cleared";
            /** @description Event time at which the deviation is expected to reach its limit. */
            predictedCrossingAtMs?: number;
            /** @description When that sample was received. */
            receivedAtMs: number;
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity: "minor" | "major" | "critical";
            /** @description Of a detector in shadow mode: kept to be looked at, and never a ticket. */
            shadow?: boolean;
            /** @description Event time at which the deviation began. */
            sinceMs: number;
            site: string;
            /** @description The explanation in other languages. */
            translations?: {
                zh: string;
            };
            unit: string;
        };
        /**
         * @example {
         *       "scope": "class",
         *       "id": "pump",
         *       "version": 3,
         *       "detectors": {
         *         "band": {
         *           "mode": "shadow",
         *           "parameters": {
         *             "share": 0.3
         *           }
         *         }
         *       },
         *       "createdAtMs": 1700000000000,
         *       "actor": "anna",
         *       "reason": null
         *     }
         */
        KeptProfile: {
            /** @description Who saved it. */
            actor: string | null;
            /**
             * @description When it was saved (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number | null;
            detectors: {
                [key: string]: {
                    /** @description The same for single metrics; goes before what is said for all. */
                    metrics?: {
                        [key: string]: {
                            /**
                             * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                             * @enum {unknown}
                             */
                            mode?: "alarm" | "symptom" | "shadow" | "off";
                            /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                            parameters?: {
                                [key: string]: unknown;
                            };
                        };
                    };
                    /**
                     * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                     * @enum {unknown}
                     */
                    mode?: "alarm" | "symptom" | "shadow" | "off";
                    /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                    parameters?: {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Of the class or the asset. */
            id: string;
            reason: string | null;
            /** @enum {unknown} */
            scope: "class" | "asset";
            /** @description Grows with every change; the ETag. 0 where nobody ever saved one. */
            version: number;
        };
        /**
         * @example {
         *       "asset": "pump-7",
         *       "kind": "failure",
         *       "fromMs": 1700000000000,
         *       "atMs": 1700600000000,
         *       "toMs": 1700600000000,
         *       "ticket": 12,
         *       "failureCode": "OHE",
         *       "name": null
         *     }
         */
        Label: {
            asset: string;
            /**
             * @description When it was known without a detector: when people reported it, or when what a detector had reported was repaired (ms since the Unix epoch).
             * @example 1700000000000
             */
            atMs: number;
            failureCode: string | null;
            /**
             * @description Event time at which it began, as far as is known (ms since the Unix epoch).
             * @example 1700000000000
             */
            fromMs: number;
            /**
             * @description failure: something was found to be wrong; false_alarm: somebody looked and found nothing; work: somebody was at the machine.
             * @enum {unknown}
             */
            kind: "failure" | "false_alarm" | "work";
            /** @description What it was, in words. */
            name: string | null;
            ticket: number | null;
            /**
             * @description When it was over (ms since the Unix epoch).
             * @example 1700000000000
             */
            toMs: number;
        };
        LedgerEvent: {
            /** @description Who did it; `system` for what nobody did by hand. */
            actor: string;
            /** @description The properties that changed, as they are now; all of them where it was made. */
            after: {
                [key: string]: unknown;
            };
            /**
             * @description When the server wrote it (ms since the Unix epoch).
             * @example 1700000000000
             */
            atMs: number;
            /** @description The properties that changed, as they were. */
            before: {
                [key: string]: unknown;
            };
            /** @description More about it, by type. */
            data: {
                [key: string]: unknown;
            };
            /**
             * @description When it happened, by the clock of the phone or program that says so (ms since the Unix epoch).
             * @example 1700000000000
             */
            deviceAtMs: number | null;
            /** @description Order of the ledger. */
            id: number;
            reason: string | null;
            /**
             * @description What kind of thing changed.
             * @enum {unknown}
             */
            subject: "ticket" | "site" | "class" | "asset" | "device" | "team" | "technician" | "format" | "failure_code" | "routing" | "workflow" | "ticket_policy" | "maintenance_window" | "calendar" | "sla_policy" | "priority_matrix" | "ticket_template" | "profile" | "account" | "token";
            /**
             * @description Its id; the number of a ticket.
             * @example pump-7
             */
            subjectId: string;
            /** @example transition */
            type: string;
        };
        ListedFinding: {
            asset: string;
            /** @description Name and version, as in `band@1`. */
            detector: string;
            device: string;
            evidence: {
                /** @description What each metric adds to the deviation, the largest first; together 1. */
                contributions?: {
                    /**
                     * @description On which side of what is to be expected of it; absent where that is not known.
                     * @enum {unknown}
                     */
                    direction?: "high" | "low";
                    metric: string;
                    share: number;
                }[];
                /** @description When the limit is expected to be reached, or the machine to fail. */
                crossing?: {
                    /** @description Event time; the median. */
                    atMs: number;
                    /** @description After this in one case of ten. */
                    highMs: number;
                    /** @description Before this in one case of ten. */
                    lowMs: number;
                    /** @enum {unknown} */
                    of: "limit" | "failure";
                };
                /** @description The normal band as the detector had learned it. */
                expected?: {
                    high: number;
                    low: number;
                };
                /** @description The fixed limit that was crossed. */
                limit?: number;
                /** @description Failure modes of the class that fit, the likeliest first; three at most. */
                modes?: {
                    confidence: number;
                    contradictedBy: string[];
                    mode: string;
                    name: {
                        en: string;
                        zh: string;
                    };
                    /** @description Symptoms, as in `vibration_rms high`. */
                    supportedBy: string[];
                }[];
                /** @description The other metrics that deviate, or help to judge, over the same time; three at most. */
                others?: {
                    metric: string;
                    /** @description The last values before the finding: [event time ms, value], oldest first. */
                    series: [
                        number,
                        number
                    ][];
                    unit: string;
                }[];
                /** @description Configuration of the detector, as it was. */
                parameters?: {
                    [key: string]: unknown;
                };
                /**
                 * @description How the machine was run: off, idle, run or unknown; with its load step where it has several.
                 * @example run, load step 2
                 */
                regime?: string;
                /** @description The last values before the finding: [event time ms, value], oldest first. */
                series: [
                    number,
                    number
                ][];
                /** @description All that was seen at the asset then, of which this finding is the sum; the worst first. */
                symptoms?: {
                    detector: string;
                    device: string;
                    explanation: {
                        en: string;
                        zh: string;
                    };
                    metric: string;
                    /**
                     * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                     * @enum {unknown}
                     */
                    severity: "minor" | "major" | "critical";
                    sinceMs: number;
                    symptom: string;
                }[];
                /** @description The value that was judged, in the unit of the metric: the reading, or a mean that the explanation names. */
                value: number;
            };
            /** @description What is seen, and what it probably is and when it fails: two sentences for a technician, in English. */
            explanation: string;
            /** @description What makes findings of an asset the same fault: `machine`, or `sensor:` and the metric. */
            faultKey: string;
            /**
             * @description What is at fault: the machine (default), or the sensor itself, which is another crew’s work.
             * @enum {unknown}
             */
            faultKind?: "machine" | "sensor";
            /** @description Deterministic: the same log gives the same findings with the same ids. */
            id: string;
            metric: string;
            /** @description Event time of the sample that led to the finding. */
            observedAtMs: number;
            /**
             * @description raised: begins; continuing: still true, or worse; cleared: the signal is back to normal.
             * @enum {unknown}
             */
            phase: "raised" | "continuing" | "cleared";
            /** @description Event time at which the deviation is expected to reach its limit. */
            predictedCrossingAtMs?: number;
            /** @description When that sample was received. */
            receivedAtMs: number;
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity: "minor" | "major" | "critical";
            /** @description Of a detector in shadow mode: kept to be looked at, and never a ticket. */
            shadow?: boolean;
            /** @description Event time at which the deviation began. */
            sinceMs: number;
            site: string;
            /** @description The ticket that has it. */
            ticket: number | null;
            /** @description The explanation in other languages. */
            translations?: {
                zh: string;
            };
            unit: string;
            verdict: ("created" | "reopened" | "appended" | "rolled_up" | "muted" | "noted" | "settling" | "inhibited" | "in_maintenance" | "failed" | "shadow") | null;
            /** @description Why, in a sentence. */
            verdictReason: string | null;
        };
        /**
         * @example {
         *       "id": 12,
         *       "name": "Spare parts shop",
         *       "grants": [
         *         {
         *           "role": "viewer",
         *           "site": null
         *         }
         *       ],
         *       "scopes": [
         *         "read"
         *       ],
         *       "owner": 7,
         *       "createdAtMs": 1700000000000,
         *       "expiresAtMs": 1707776000000,
         *       "usedAtMs": null,
         *       "revokedAtMs": null,
         *       "token": "fwt_q1J7…"
         *     }
         */
        MadeAccessToken: {
            /**
             * @description When it was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /**
             * @description Until when it works (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs: number;
            /** @description Roles, each at one site or everywhere; without any, nothing can be seen. */
            grants: {
                /**
                 * @description administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks for work and follows it; viewer: reads.
                 * @enum {unknown}
                 */
                role: "administrator" | "planner" | "technician" | "requester" | "viewer";
                /**
                 * @description The site where it holds; null: at every site, also of the future.
                 * @example pump-7
                 */
                site: string | null;
            }[];
            id: number;
            /** @description What it is for; not blank, at most 100 characters. */
            name: string;
            /** @description The account whose it is: it can do no more than they; null: the administrator’s. */
            owner: number | null;
            /**
             * @description When it was revoked (ms since the Unix epoch).
             * @example 1700000000000
             */
            revokedAtMs: number | null;
            scopes: ("read" | "tickets:write" | "registry:write" | "settings:write" | "intake" | "admin")[];
            /** @description For `Authorization: Bearer …`. It is shown in this answer only. */
            token: string;
            /**
             * @description When it was last used, to the minute (ms since the Unix epoch).
             * @example 1700000000000
             */
            usedAtMs: number | null;
        };
        MadeRequestLink: {
            /** @description At this asset faults can be reported by it. */
            asset: string | null;
            /**
             * @description When it was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            createdBy: string;
            /**
             * @description From when on it does not work any more (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs: number | null;
            id: number;
            /** @description Where it hangs, or who has it. */
            label: string | null;
            /** @description The address as a QR code, an SVG image to print. */
            qrSvg: string;
            /**
             * @description When it was revoked (ms since the Unix epoch).
             * @example 1700000000000
             */
            revokedAtMs: number | null;
            /** @description The progress of this ticket can be followed by it; a merge moves it. */
            ticket: number | null;
            /** @description The address to give away; shown this once. */
            url: string;
        };
        /**
         * @example {
         *       "id": 1,
         *       "name": "Weekly cleaning",
         *       "asset": "line-1",
         *       "site": null,
         *       "once": null,
         *       "weekly": {
         *         "timeZone": "Europe/Berlin",
         *         "days": [
         *           6
         *         ],
         *         "start": "22:00",
         *         "minutes": 480
         *       }
         *     }
         */
        MaintenanceWindow: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            asset: string | null;
            id: number;
            /**
             * @description What is done, for the reason that the findings get; not blank.
             * @example Gearbox overhaul
             */
            name: string;
            /** @description One time. */
            once: {
                /**
                 * @description Begins (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                /**
                 * @description Ends; not part of the window (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
            } | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            site: string | null;
            /** @description Every week. */
            weekly: {
                /** @description ISO days of the week on which it begins, 1 (Monday) to 7. */
                days: number[];
                /**
                 * @description Not before (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs?: number;
                /** @description How long it lasts in minutes that pass, at most a week; it may go past midnight. */
                minutes: number;
                /**
                 * @description Local time at which it begins, HH:MM. One that the clocks skip is the end of the gap, one that they have twice the first.
                 * @example 22:00
                 */
                start: string;
                /**
                 * @description IANA time zone in which `days` and `start` are meant.
                 * @example Europe/Berlin
                 */
                timeZone: string;
                /**
                 * @description Not from this on (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                untilMs?: number;
            } | null;
        };
        /**
         * @example {
         *       "id": "account:7",
         *       "kind": "account",
         *       "name": "Anna Keller",
         *       "technician": "anna",
         *       "grants": [
         *         {
         *           "role": "technician",
         *           "site": "plant-1"
         *         }
         *       ],
         *       "scopes": null,
         *       "csrfToken": "pX3…"
         *     }
         */
        Me: {
            /** @description Of a session by cookie: send it as the header `x-csrf-token` with everything that changes something. */
            csrfToken: string | null;
            grants: {
                /**
                 * @description administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks for work and follows it; viewer: reads.
                 * @enum {unknown}
                 */
                role: "administrator" | "planner" | "technician" | "requester" | "viewer";
                /**
                 * @description The site where it holds; null: at every site, also of the future.
                 * @example pump-7
                 */
                site: string | null;
            }[];
            /** @description `admin`, `account:7` or `token:12`; the actor in the ledger, where `technician` is null. */
            id: string;
            /** @enum {unknown} */
            kind: "administrator" | "account" | "token";
            name: string;
            /** @description null: all. */
            scopes: ("read" | "tickets:write" | "registry:write" | "settings:write" | "intake" | "admin")[] | null;
            technician: string | null;
        };
        /**
         * @example {
         *       "into": 12,
         *       "reason": "The same leak, reported twice."
         *     }
         */
        MergeRequest: {
            /** @example 12 */
            into: number;
            /** @description Why they are one; not blank, at most 2000 characters. */
            reason: string;
        };
        /**
         * @example {
         *       "name": "Spare parts shop",
         *       "grants": [
         *         {
         *           "role": "viewer",
         *           "site": null
         *         }
         *       ],
         *       "scopes": [
         *         "read"
         *       ]
         *     }
         */
        NewAccessToken: {
            /**
             * @description Until when it works, at most 731 days from now; 90 days unless given (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs?: number;
            /** @description Roles, each at one site or everywhere; without any, nothing can be seen. */
            grants: {
                /**
                 * @description administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks for work and follows it; viewer: reads.
                 * @enum {unknown}
                 */
                role: "administrator" | "planner" | "technician" | "requester" | "viewer";
                /**
                 * @description The site where it holds; null: at every site, also of the future.
                 * @example pump-7
                 */
                site: string | null;
            }[];
            /** @description What it is for; not blank, at most 100 characters. */
            name: string;
            scopes: ("read" | "tickets:write" | "registry:write" | "settings:write" | "intake" | "admin")[];
        };
        /**
         * @example {
         *       "name": "anna",
         *       "displayName": "Anna Keller",
         *       "grants": [
         *         {
         *           "role": "viewer",
         *           "site": null
         *         }
         *       ]
         *     }
         */
        NewAccount: {
            /** @description What people call them; not blank, at most 100 characters. */
            displayName?: string;
            /**
             * @description Where mail reaches them, as name@host.
             * @example anna@example.com
             */
            email?: string | null;
            /** @description Roles, each at one site or everywhere; without any, nothing can be seen. */
            grants?: {
                /**
                 * @description administrator: everything; planner: runs the work and the registry; technician: works on tickets; requester: asks for work and follows it; viewer: reads.
                 * @enum {unknown}
                 */
                role: "administrator" | "planner" | "technician" | "requester" | "viewer";
                /**
                 * @description The site where it holds; null: at every site, also of the future.
                 * @example pump-7
                 */
                site: string | null;
            }[];
            /**
             * @description What somebody signs in with: letters, digits, and . _ @ + -; starts with a letter or digit; at most 100. Small and capital letters are the same.
             * @example anna
             */
            name: string;
            /**
             * @description The technician that they are, if they are one.
             * @example pump-7
             */
            technician?: string | null;
        };
        /**
         * @example {
         *       "body": "Bearing ordered, @ana please plan it for Tuesday."
         *     }
         */
        NewComment: {
            /** @description What is to be said; not blank, at most 5000 characters. */
            body: string;
            /** @description Technicians to be told, beside those that the text names as @id. */
            mentions?: string[];
            /**
             * @description internal: for the plant; public: also for whoever asked for the work, on the progress page.
             * @default internal
             * @enum {unknown}
             */
            visibility?: "internal" | "public";
        };
        /**
         * @description Give `asset` (with everything below it) or `site`, and `once` or `weekly`.
         * @example {
         *       "name": "Weekly cleaning",
         *       "asset": "line-1",
         *       "weekly": {
         *         "timeZone": "Europe/Berlin",
         *         "days": [
         *           6
         *         ],
         *         "start": "22:00",
         *         "minutes": 480
         *       }
         *     }
         */
        NewMaintenanceWindow: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            asset?: string;
            /**
             * @description What is done, for the reason that the findings get; not blank.
             * @example Gearbox overhaul
             */
            name: string;
            /** @description One time. */
            once?: {
                /**
                 * @description Begins (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                /**
                 * @description Ends; not part of the window (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
            };
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            site?: string;
            /** @description Every week. */
            weekly?: {
                /** @description ISO days of the week on which it begins, 1 (Monday) to 7. */
                days: number[];
                /**
                 * @description Not before (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs?: number;
                /** @description How long it lasts in minutes that pass, at most a week; it may go past midnight. */
                minutes: number;
                /**
                 * @description Local time at which it begins, HH:MM. One that the clocks skip is the end of the gap, one that they have twice the first.
                 * @example 22:00
                 */
                start: string;
                /**
                 * @description IANA time zone in which `days` and `start` are meant.
                 * @example Europe/Berlin
                 */
                timeZone: string;
                /**
                 * @description Not from this on (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                untilMs?: number;
            };
        };
        /**
         * @example {
         *       "detectors": {
         *         "band": {
         *           "mode": "shadow",
         *           "parameters": {
         *             "share": 0.3
         *           }
         *         }
         *       },
         *       "reason": "It spoke at every start of the second line."
         *     }
         */
        NewProfile: {
            detectors: {
                [key: string]: {
                    /** @description The same for single metrics; goes before what is said for all. */
                    metrics?: {
                        [key: string]: {
                            /**
                             * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                             * @enum {unknown}
                             */
                            mode?: "alarm" | "symptom" | "shadow" | "off";
                            /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                            parameters?: {
                                [key: string]: unknown;
                            };
                        };
                    };
                    /**
                     * @description alarm: what it says makes a finding. symptom: it is heard once something else has alarmed, for the diagnosis. shadow: it runs, and its findings are kept without ever making a ticket. off: it does not run.
                     * @enum {unknown}
                     */
                    mode?: "alarm" | "symptom" | "shadow" | "off";
                    /** @description Parameters that differ from what the detector sets by itself; its schema checks them. */
                    parameters?: {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Why it is changed; not blank, at most 2000 characters. */
            reason?: string;
        };
        /**
         * @example {
         *       "scope": "class",
         *       "subject": "pump",
         *       "change": {
         *         "detector": "band",
         *         "parameters": {
         *           "share": 0.3
         *         }
         *       },
         *       "reason": "It spoke at every start of the second line."
         *     }
         */
        NewProposal: {
            /**
             * @example {
             *       "detector": "band",
             *       "parameters": {
             *         "share": 0.3
             *       }
             *     }
             */
            change: {
                /**
                 * @description The name of a detector: lower-case letters, digits and hyphens, from a letter on.
                 * @example band
                 */
                detector: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                 * @example temperature
                 */
                metric?: string;
                /** @enum {unknown} */
                mode?: "alarm" | "symptom" | "shadow" | "off";
                parameters?: {
                    [key: string]: unknown;
                };
            };
            /** @description Why; not blank, at most 2000 characters. */
            reason?: string;
            /** @enum {unknown} */
            scope: "class" | "asset";
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            subject: string;
        };
        /**
         * @example {
         *       "label": "On the pump house door"
         *     }
         */
        NewRequestLink: {
            /**
             * @description From when on it shall not work any more; never when not given (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs?: number;
            /** @description Where it will hang, or who gets it. */
            label?: string;
        };
        /**
         * @example {
         *       "id": "plant-1",
         *       "name": "Plant 1",
         *       "timeZone": "Europe/Berlin"
         *     }
         */
        NewSite: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description Where it is (WGS 84, degrees).
             * @example {
             *       "latitude": 52.52,
             *       "longitude": 13.4
             *     }
             */
            location?: {
                latitude: number;
                longitude: number;
            } | null;
            /**
             * @description What people call it; not blank, at most 100 characters.
             * @example Cooling water pump 7
             */
            name: string;
            /**
             * @description IANA time zone in which the site works, such as Europe/Berlin or UTC.
             * @example Europe/Berlin
             */
            timeZone: string;
        };
        /**
         * @example {
         *       "id": "maintenance",
         *       "name": "Maintenance"
         *     }
         */
        NewTeam: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            lead?: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            manager?: string | null;
            /**
             * @description What people call it; not blank, at most 100 characters.
             * @example Cooling water pump 7
             */
            name: string;
        };
        /**
         * @example {
         *       "id": "anna",
         *       "name": "Anna Keller",
         *       "team": "maintenance",
         *       "site": "plant-1"
         *     }
         */
        NewTechnician: {
            absences?: {
                /**
                 * @description Begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                /** @example holiday */
                reason: string;
                /**
                 * @description End; must be after the begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
            }[];
            /** @description false: is given nothing. */
            active?: boolean;
            /** @description How many unfinished tickets they are given at once at most. */
            capacity?: number;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description What people call them; not blank, at most 100 characters.
             * @example Anna Keller
             */
            name: string;
            roles?: ("technician" | "planner" | "lead" | "manager")[];
            /** @description 1: apprentice, 5: the most senior. */
            seniority?: number;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            shift?: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            site?: string | null;
            skills?: {
                /**
                 * @description Small letters, digits, underscore and hyphen; at most 64.
                 * @example vibration-cat-2
                 */
                skill: string;
                /**
                 * @description When the certificate expires; without it the skill stays (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                validUntilMs?: number;
            }[];
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            team?: string | null;
        };
        /**
         * @example {
         *       "asset": "pump-7",
         *       "kind": "corrective",
         *       "title": "Oil under the pump",
         *       "severity": "major"
         *     }
         * @example {
         *       "asset": "pump-7",
         *       "template": "pump-inspection"
         *     }
         */
        NewTicketRequest: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            asset: string;
            checklist?: {
                done: boolean;
                /** @description What to do; not blank, at most 500 characters. */
                text: string;
            }[];
            /** @description What is wrong, or to be done; not blank, at most 10000 characters. */
            description?: string;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
             * @example temperature
             */
            faultKey?: string;
            /** @description Custom fields by name, as the `ticketFields` of the asset’s class want them. */
            fields?: {
                [key: string]: unknown;
            };
            /**
             * @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault.
             * @enum {unknown}
             */
            kind?: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            /** @example 12 */
            parent?: number;
            /** @description How long the longest part will take to come, in minutes. */
            partLeadMinutes?: number;
            /**
             * @description Taken as given; otherwise it follows from severity and criticality by the priority matrix.
             * @enum {unknown}
             */
            priority?: "P1" | "P2" | "P3" | "P4";
            /** @description How long the repair will take, in minutes. */
            repairMinutes?: number;
            requester?: {
                /** @description Telephone or mail for questions. */
                contact?: string;
                name?: string;
            };
            /** @description What a technician must have for it. */
            requiredSkills?: string[];
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity?: "minor" | "major" | "critical";
            /**
             * @description Whether a planner asks, or another system.
             * @default planner
             * @enum {unknown}
             */
            source?: "planner" | "api";
            /**
             * @description A ticket template: what is not given here is taken from it.
             * @example pump-7
             */
            template?: string;
            /** @description What it is called in lists; not blank, at most 200 characters. */
            title?: string;
        };
        /**
         * @example {
         *       "id": 7,
         *       "type": "sla.warning",
         *       "ticket": 12,
         *       "recipients": [
         *         "technician:anna"
         *       ],
         *       "title": "Ticket 12 must be accepted within 1 h",
         *       "body": "Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C",
         *       "data": {},
         *       "createdAtMs": 1700000001000
         *     }
         */
        Notice: {
            body: string;
            /**
             * @description When it was written (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            data: {
                [key: string]: unknown;
            };
            id: number;
            recipients: string[];
            ticket: number | null;
            title: string;
            /** @example sla.warning */
            type: string;
        };
        /**
         * @example {
         *       "ticket": 12,
         *       "asset": "pump-7",
         *       "class": "pump",
         *       "device": "sensor-7",
         *       "metric": "temperature",
         *       "faultKey": "temperature",
         *       "detector": "band@1",
         *       "findings": [
         *         "sensor-7:temperature:band:1700000000000:raised"
         *       ],
         *       "findingCount": 1,
         *       "outcome": "found_as_predicted",
         *       "failureCode": "OHE",
         *       "fromMs": 1700000000000,
         *       "raisedAtMs": 1700000001000,
         *       "resolvedAtMs": 1700040000000,
         *       "closedAtMs": 1700130000000,
         *       "verified": true,
         *       "reworkCount": 0,
         *       "rating": 5
         *     }
         */
        Outcome: {
            asset: string;
            /** @description Equipment class of the asset. */
            class: string;
            /** @description When it was closed. */
            closedAtMs: number;
            /** @description Name and version of the detector of the first finding, as in `band@1`. */
            detector: string | null;
            /** @description The device whose finding began the ticket; null where nobody but people saw the fault. */
            device: string | null;
            /** @description What was wrong: a code of /failure-codes. */
            failureCode: string | null;
            /** @description What makes findings of the asset the same fault. */
            faultKey: string | null;
            findingCount: number;
            /** @description Ids of its findings by event time; the first 100 at most. */
            findings: string[];
            /** @description Event time at which the deviation began. */
            fromMs: number | null;
            /** @description The metric that deviated. */
            metric: string | null;
            /**
             * @description What the technician found: what the detector said, something else, nothing, or nobody could look. Detectors learn from it.
             * @enum {unknown}
             */
            outcome: "found_as_predicted" | "found_other" | "false_alarm" | "no_access";
            /** @description When the ticket was made. */
            raisedAtMs: number;
            /** @description How content who asked for it is, 1 to 5; the newest where several have said. */
            rating: number | null;
            /** @description When it was resolved. */
            resolvedAtMs: number | null;
            /** @description How often the repair did not hold. */
            reworkCount: number;
            /** @description Its number. A ticket that is closed again has its newest outcome. */
            ticket: number;
            /** @description The same sensors have shown that the repair holds. */
            verified: boolean;
        };
        /**
         * @description The priority of a ticket by the severity of the fault and the criticality of the asset.
         * @example {
         *       "critical": {
         *         "A": "P1",
         *         "B": "P2",
         *         "C": "P3"
         *       },
         *       "major": {
         *         "A": "P2",
         *         "B": "P3",
         *         "C": "P3"
         *       },
         *       "minor": {
         *         "A": "P3",
         *         "B": "P4",
         *         "C": "P4"
         *       }
         *     }
         */
        PriorityMatrix: {
            /** @description By the criticality of the asset. */
            critical: {
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                A: "P1" | "P2" | "P3" | "P4";
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                B: "P1" | "P2" | "P3" | "P4";
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                C: "P1" | "P2" | "P3" | "P4";
            };
            /** @description By the criticality of the asset. */
            major: {
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                A: "P1" | "P2" | "P3" | "P4";
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                B: "P1" | "P2" | "P3" | "P4";
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                C: "P1" | "P2" | "P3" | "P4";
            };
            /** @description By the criticality of the asset. */
            minor: {
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                A: "P1" | "P2" | "P3" | "P4";
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                B: "P1" | "P2" | "P3" | "P4";
                /**
                 * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
                 * @enum {unknown}
                 */
                C: "P1" | "P2" | "P3" | "P4";
            };
        };
        /**
         * @example {
         *       "type": "urn:forewarn:problem:invalid",
         *       "title": "The request is not valid",
         *       "status": 400,
         *       "detail": "criticality must be one of A, B, C.",
         *       "instance": "/api/v1/assets",
         *       "code": "invalid",
         *       "requestId": "5f3a9c1e-8b1d-4d0e-9a53-1f2b3c4d5e6f",
         *       "errors": [
         *         {
         *           "pointer": "/criticality",
         *           "detail": "must be one of A, B, C"
         *         }
         *       ]
         *     }
         */
        Problem: {
            /** @description Stable code for programs, such as invalid or conflict. */
            code: string;
            /** @description One sentence for people. */
            detail: string;
            errors?: {
                /**
                 * @description What would be right.
                 * @example must be one of A, B, C
                 */
                detail: string;
                /**
                 * @description JSON pointer into the body; /query/…, /params/… and /headers/… for parameters.
                 * @example /criticality
                 */
                pointer: string;
            }[];
            /** @description The path that was asked. */
            instance: string;
            /** @description The x-request-id of this answer, as in the logs. */
            requestId: string;
            status: number;
            title: string;
            /** @description URN of the kind of problem. */
            type: string;
        };
        /**
         * @example {
         *       "id": 3,
         *       "scope": "class",
         *       "subject": "pump",
         *       "change": {
         *         "detector": "band",
         *         "parameters": {
         *           "share": 0.3
         *         }
         *       },
         *       "state": "open",
         *       "baseVersion": 2,
         *       "reason": null,
         *       "backtest": 7,
         *       "evidence": {
         *         "sentence": "band: share 0.3 beside as it is: 9 tickets instead of 14, 2 of no failure instead of 7.",
         *         "before": null,
         *         "after": null
         *       },
         *       "createdAtMs": 1700000000000,
         *       "actor": "system",
         *       "decidedAtMs": null,
         *       "decidedBy": null,
         *       "decisionReason": null,
         *       "version": null
         *     }
         */
        ProfileProposal: {
            /** @description Who proposed it; `system` for what feedback found. */
            actor: string;
            /** @description The backtest that it came of. */
            backtest: number | null;
            /** @description The version of the profile that it was made for. */
            baseVersion: number;
            /**
             * @example {
             *       "detector": "band",
             *       "parameters": {
             *         "share": 0.3
             *       }
             *     }
             */
            change: {
                /**
                 * @description The name of a detector: lower-case letters, digits and hyphens, from a letter on.
                 * @example band
                 */
                detector: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                 * @example temperature
                 */
                metric?: string;
                /** @enum {unknown} */
                mode?: "alarm" | "symptom" | "shadow" | "off";
                parameters?: {
                    [key: string]: unknown;
                };
            };
            /**
             * @description When it was proposed (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /**
             * @description When somebody decided (ms since the Unix epoch).
             * @example 1700000000000
             */
            decidedAtMs: number | null;
            decidedBy: string | null;
            decisionReason: string | null;
            evidence: {
                after: {
                    /** @description Failures in the period. */
                    failures: number;
                    /** @description Those of no failure, as far as anybody knows. */
                    falseAlarms: number;
                    falseAlarmsPerMachineYear: number | null;
                    /** @description What the detectors said. */
                    findings: number;
                    /** @description Those that would have been found before they were known. */
                    found: number;
                    /** @description Those among them of which somebody found nothing. */
                    knownFalseAlarms: number;
                    /** @description Of these, the first ones of a failure. */
                    matches: number;
                    /** @description The median warning of those that were found. */
                    medianLeadMs: number | null;
                    /** @description The same as a share of the time since the failure began, where that is known. */
                    medianLeadShare: number | null;
                    /** @description The others. */
                    missed: number;
                    /** @description Matches among tickets without repeats; null without any. */
                    precision: number | null;
                    /** @description Found among failures; null without any. */
                    recall: number | null;
                    /** @description Further ones of a failure. */
                    repeats: number;
                    /** @description Tickets that this would have made. */
                    tickets: number;
                    ticketsPerMachineYear: number | null;
                } | null;
                before: {
                    /** @description Failures in the period. */
                    failures: number;
                    /** @description Those of no failure, as far as anybody knows. */
                    falseAlarms: number;
                    falseAlarmsPerMachineYear: number | null;
                    /** @description What the detectors said. */
                    findings: number;
                    /** @description Those that would have been found before they were known. */
                    found: number;
                    /** @description Those among them of which somebody found nothing. */
                    knownFalseAlarms: number;
                    /** @description Of these, the first ones of a failure. */
                    matches: number;
                    /** @description The median warning of those that were found. */
                    medianLeadMs: number | null;
                    /** @description The same as a share of the time since the failure began, where that is known. */
                    medianLeadShare: number | null;
                    /** @description The others. */
                    missed: number;
                    /** @description Matches among tickets without repeats; null without any. */
                    precision: number | null;
                    /** @description Found among failures; null without any. */
                    recall: number | null;
                    /** @description Further ones of a failure. */
                    repeats: number;
                    /** @description Tickets that this would have made. */
                    tickets: number;
                    ticketsPerMachineYear: number | null;
                } | null;
                /** @description What the change would have come to, in words. */
                sentence: string;
            };
            id: number;
            /** @description Why it was proposed. */
            reason: string | null;
            /** @enum {unknown} */
            scope: "class" | "asset";
            /** @enum {unknown} */
            state: "open" | "accepted" | "rejected";
            /** @description Id of the class or the asset whose profile it is about. */
            subject: string;
            /** @description The version of the profile that it became. */
            version: number | null;
        };
        /**
         * @example {
         *       "reason": "As discussed with the shift."
         *     }
         */
        ProposalDecision: {
            /** @description Why; not blank, at most 2000 characters. */
            reason?: string;
        };
        /**
         * @example {
         *       "parent": null,
         *       "children": [
         *         13,
         *         14
         *       ],
         *       "mergedInto": null,
         *       "merged": []
         *     }
         */
        Relations: {
            /** @description It cannot be closed while one of these is open. */
            children: number[];
            /** @description Tickets that this one goes on with. */
            merged: number[];
            /** @description The ticket that goes on with this one. */
            mergedInto: number | null;
            parent: number | null;
        };
        /**
         * @example {
         *       "id": 4,
         *       "asset": "pump-7",
         *       "ticket": null,
         *       "label": "On the pump house door",
         *       "createdBy": "admin",
         *       "createdAtMs": 1700000000000,
         *       "expiresAtMs": null,
         *       "revokedAtMs": null
         *     }
         */
        RequestLink: {
            /** @description At this asset faults can be reported by it. */
            asset: string | null;
            /**
             * @description When it was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            createdBy: string;
            /**
             * @description From when on it does not work any more (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs: number | null;
            id: number;
            /** @description Where it hangs, or who has it. */
            label: string | null;
            /**
             * @description When it was revoked (ms since the Unix epoch).
             * @example 1700000000000
             */
            revokedAtMs: number | null;
            /** @description The progress of this ticket can be followed by it; a merge moves it. */
            ticket: number | null;
        };
        /**
         * @example {
         *       "asset": "pump-7",
         *       "faultKey": "temperature",
         *       "severity": "major",
         *       "cleared": false,
         *       "findingCount": 3,
         *       "lastFinding": "band@1:sensor-7:temperature:1700000600000",
         *       "lastFindingAtMs": 1700000600000
         *     }
         */
        RolledUpFault: {
            asset: string;
            /** @description The signal is back to normal. */
            cleared: boolean;
            faultKey: string;
            findingCount: number;
            /** @description Id of the newest finding. */
            lastFinding: string;
            /**
             * @description Event time of the newest finding (ms since the Unix epoch).
             * @example 1700000000000
             */
            lastFindingAtMs: number;
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity: "minor" | "major" | "critical";
        };
        /** @description Takes what matches; its first fitting child goes before itself. Without a team: its parent’s. */
        Route: {
            /** @description Look on among the routes after this one; it takes the ticket only if none of them does. */
            continue?: boolean;
            /** @description All given attributes must fit. */
            match?: {
                /** @description Asset: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                asset?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Name of the asset: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                assetName?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Equipment class: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                class?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Criticality of the asset (A, B, C): one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                criticality?: ("A" | "B" | "C") | ("A" | "B" | "C")[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: ("A" | "B" | "C") | ("A" | "B" | "C")[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Detector of the first finding, with or without its version: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                detector?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Device of the first finding: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                device?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Fault key: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                faultKey?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description What is at fault (machine, sensor): one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                faultKind?: ("machine" | "sensor") | ("machine" | "sensor")[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: ("machine" | "sensor") | ("machine" | "sensor")[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Custom fields of the ticket by name, compared as text. */
                fields?: {
                    [key: string]: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    } | {
                        not: string | string[] | {
                            /**
                             * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                             * @example press-line-.*|pump-(7|8)
                             */
                            regex: string;
                        };
                    };
                };
                /** @description Kind of the ticket: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                kind?: ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation") | ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation")[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation") | ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation")[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Metric of the first finding: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                metric?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Priority (P1 to P4): one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                priority?: ("P1" | "P2" | "P3" | "P4") | ("P1" | "P2" | "P3" | "P4")[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: ("P1" | "P2" | "P3" | "P4") | ("P1" | "P2" | "P3" | "P4")[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Severity (minor, major, critical): one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                severity?: ("minor" | "major" | "critical") | ("minor" | "major" | "critical")[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: ("minor" | "major" | "critical") | ("minor" | "major" | "critical")[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Site: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                site?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description A skill that the ticket requires: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                skill?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Where the ticket comes from (finding, planner, operator, api): one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                source?: ("finding" | "planner" | "operator" | "api") | ("finding" | "planner" | "operator" | "api")[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: ("finding" | "planner" | "operator" | "api") | ("finding" | "planner" | "operator" | "api")[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Title of the ticket: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                title?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description Unit of the metric: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                unit?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
                /** @description The asset or any of its ancestors in the asset tree: one value, or a list of values of which one must be the ticket's, or {"regex": …}, or {"not": …} of any of these. What the ticket does not have is the empty text. */
                within?: string | string[] | {
                    /**
                     * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                     * @example press-line-.*|pump-(7|8)
                     */
                    regex: string;
                } | {
                    not: string | string[] | {
                        /**
                         * @description A regular expression in the syntax of RE2 (as Alertmanager has it; no look-around, no back-references), which must fit the whole value.
                         * @example press-line-.*|pump-(7|8)
                         */
                        regex: string;
                    };
                };
            };
            /** @description For the reason sentence, up to 100 characters. */
            name?: string;
            routes?: components["schemas"]["Route"][];
            /**
             * @description Skills or certificates that a technician must have, beside those of the routes above.
             * @example [
             *       "vibration-2"
             *     ]
             */
            skills?: string[];
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            team?: string;
        };
        /**
         * @description The root: its team takes what no route takes. Weights are for the choice inside a team.
         * @example {
         *       "team": "maintenance",
         *       "routes": [
         *         {
         *           "name": "rotating",
         *           "match": {
         *             "class": [
         *               "pump",
         *               "motor"
         *             ]
         *           },
         *           "team": "maintenance"
         *         },
         *         {
         *           "name": "not ours",
         *           "match": {
         *             "asset": {
         *               "not": {
         *                 "regex": "press-.*"
         *               }
         *             },
         *             "site": "plant-2"
         *           }
         *         }
         *       ]
         *     }
         */
        RouteTree: {
            routes?: components["schemas"]["Route"][];
            /**
             * @description Skills or certificates that a technician must have, beside those of the routes above.
             * @example [
             *       "vibration-2"
             *     ]
             */
            skills?: string[];
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            team: string;
            /**
             * @description How much each part of a technician’s score counts against the others; 0 to leave it out.
             * @example {
             *       "load": 4,
             *       "distance": 2,
             *       "experience": 2,
             *       "seniority": 1,
             *       "readiness": 3
             *     }
             */
            weights?: {
                /**
                 * @description Near the site of the ticket. Default 2.
                 * @example 2
                 */
                distance?: number;
                /**
                 * @description Jobs on this asset, and of this fault. Default 2.
                 * @example 2
                 */
                experience?: number;
                /**
                 * @description Few unfinished tickets against the capacity. Default 4.
                 * @example 2
                 */
                load?: number;
                /**
                 * @description On shift now rather than later. Default 3.
                 * @example 2
                 */
                readiness?: number;
                /**
                 * @description A senior for critical assets, a junior for the others. Default 1.
                 * @example 2
                 */
                seniority?: number;
            };
        };
        /**
         * @example {
         *       "id": 3,
         *       "current": true,
         *       "createdAtMs": 1700000000000,
         *       "usedAtMs": 1700000060000,
         *       "expiresAtMs": 1700604800000,
         *       "address": "192.0.2.7",
         *       "agent": "Mozilla/5.0"
         *     }
         */
        Session: {
            /** @description From where it was opened. */
            address: string;
            /** @description The browser, as it calls itself. */
            agent: string | null;
            /**
             * @description When somebody signed in (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /** @description The one that asks. */
            current: boolean;
            /**
             * @description When it ends at the latest (ms since the Unix epoch).
             * @example 1700000000000
             */
            expiresAtMs: number;
            id: number;
            /**
             * @description When it was last used, to the minute (ms since the Unix epoch).
             * @example 1700000000000
             */
            usedAtMs: number;
        };
        /**
         * @example {
         *       "id": "plant-1",
         *       "name": "Plant 1",
         *       "timeZone": "Europe/Berlin",
         *       "location": {
         *         "latitude": 52.52,
         *         "longitude": 13.4
         *       }
         *     }
         */
        Site: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description Where it is (WGS 84, degrees).
             * @example {
             *       "latitude": 52.52,
             *       "longitude": 13.4
             *     }
             */
            location: {
                latitude: number;
                longitude: number;
            } | null;
            /**
             * @description What people call it; not blank, at most 100 characters.
             * @example Cooling water pump 7
             */
            name: string;
            /**
             * @description IANA time zone in which the site works, such as Europe/Berlin or UTC.
             * @example Europe/Berlin
             */
            timeZone: string;
        };
        /**
         * @example {
         *       "rules": [
         *         {
         *           "priority": "P1",
         *           "respond": 30,
         *           "resolve": 240,
         *           "calendar": "always"
         *         },
         *         {
         *           "kind": [
         *             "preventive",
         *             "inspection"
         *           ],
         *           "respond": null,
         *           "resolve": 20160
         *         },
         *         {
         *           "respond": 480,
         *           "resolve": 4320
         *         }
         *       ],
         *       "pausing": [
         *         "paused"
         *       ],
         *       "warnings": [
         *         60
         *       ],
         *       "escalation": [
         *         {
         *           "after": 0,
         *           "to": "lead"
         *         },
         *         {
         *           "after": 120,
         *           "to": "manager"
         *         }
         *       ]
         *     }
         */
        SlaPolicy: {
            /** @description Who is told when. */
            escalation: {
                /** @description Minutes of working time after the target is exceeded; negative: before. */
                after: number;
                /**
                 * @description The technician who has the ticket, the whole team, its lead, its manager.
                 * @enum {unknown}
                 */
                to: "assignee" | "team" | "lead" | "manager";
            }[];
            /** @description Categories of states in which the clocks wait. */
            pausing: ("review" | "planned" | "assigned" | "active" | "paused")[];
            /** @description The first that fits counts; a ticket that none fits has no clocks. */
            rules: {
                /**
                 * @description A calendar; `always` when left out.
                 * @example pump-7
                 */
                calendar?: string;
                /** @description Criticality of the asset (A, B, C): one value, or a list of values of which one must be the ticket's. */
                criticality?: ("A" | "B" | "C") | ("A" | "B" | "C")[];
                /** @description Kind of the ticket: one value, or a list of values of which one must be the ticket's. */
                kind?: ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation") | ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation")[];
                /** @description Priority (P1 to P4): one value, or a list of values of which one must be the ticket's. */
                priority?: ("P1" | "P2" | "P3" | "P4") | ("P1" | "P2" | "P3" | "P4")[];
                /** @description Within which it must be resolved, in minutes of the calendar's working time; null: no such clock. */
                resolve: number | null;
                /** @description Within which somebody must have accepted it, in minutes of the calendar's working time; null: no such clock. */
                respond: number | null;
            }[];
            /** @description How many minutes of working time before the target is exceeded the assignee is warned. Where there is no more than that from the beginning, at half of the target. */
            warnings: number[];
        };
        SlaPolicyVersion: {
            /** @description Who saved it. */
            actor: string;
            /**
             * @description When it was saved (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /**
             * @example {
             *       "rules": [
             *         {
             *           "priority": "P1",
             *           "respond": 30,
             *           "resolve": 240,
             *           "calendar": "always"
             *         },
             *         {
             *           "kind": [
             *             "preventive",
             *             "inspection"
             *           ],
             *           "respond": null,
             *           "resolve": 20160
             *         },
             *         {
             *           "respond": 480,
             *           "resolve": 4320
             *         }
             *       ],
             *       "pausing": [
             *         "paused"
             *       ],
             *       "warnings": [
             *         60
             *       ],
             *       "escalation": [
             *         {
             *           "after": 0,
             *           "to": "lead"
             *         },
             *         {
             *           "after": 120,
             *           "to": "manager"
             *         }
             *       ]
             *     }
             */
            policy: {
                /** @description Who is told when. */
                escalation: {
                    /** @description Minutes of working time after the target is exceeded; negative: before. */
                    after: number;
                    /**
                     * @description The technician who has the ticket, the whole team, its lead, its manager.
                     * @enum {unknown}
                     */
                    to: "assignee" | "team" | "lead" | "manager";
                }[];
                /** @description Categories of states in which the clocks wait. */
                pausing: ("review" | "planned" | "assigned" | "active" | "paused")[];
                /** @description The first that fits counts; a ticket that none fits has no clocks. */
                rules: {
                    /**
                     * @description A calendar; `always` when left out.
                     * @example pump-7
                     */
                    calendar?: string;
                    /** @description Criticality of the asset (A, B, C): one value, or a list of values of which one must be the ticket's. */
                    criticality?: ("A" | "B" | "C") | ("A" | "B" | "C")[];
                    /** @description Kind of the ticket: one value, or a list of values of which one must be the ticket's. */
                    kind?: ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation") | ("predictive" | "preventive" | "corrective" | "inspection" | "instrumentation")[];
                    /** @description Priority (P1 to P4): one value, or a list of values of which one must be the ticket's. */
                    priority?: ("P1" | "P2" | "P3" | "P4") | ("P1" | "P2" | "P3" | "P4")[];
                    /** @description Within which it must be resolved, in minutes of the calendar's working time; null: no such clock. */
                    resolve: number | null;
                    /** @description Within which somebody must have accepted it, in minutes of the calendar's working time; null: no such clock. */
                    respond: number | null;
                }[];
                /** @description How many minutes of working time before the target is exceeded the assignee is warned. Where there is no more than that from the beginning, at half of the target. */
                warnings: number[];
            };
            version: number;
        };
        /**
         * @example {
         *       "untilMs": 1800000000000,
         *       "reason": "The line stands still until Monday."
         *     }
         */
        SnoozeRequest: {
            /** @description What is waited for; not blank, at most 2000 characters. */
            reason: string;
            /**
             * @description Until when it is out of the list of what waits for review (ms since the Unix epoch).
             * @example 1700000000000
             */
            untilMs: number;
        };
        /**
         * @example {
         *       "title": "Coupling guard is loose",
         *       "reason": "Found while on site; another crew does guards."
         *     }
         */
        SplitRequest: {
            /** @description Whether the ticket cannot be closed before the new one. Default false. */
            asChild?: boolean;
            /**
             * @description Another asset than the ticket’s, where the work is there.
             * @example pump-7
             */
            asset?: string;
            /** @description What is wrong, or to be done; not blank, at most 10000 characters. */
            description?: string;
            /** @description Ids of findings of the ticket that belong to the new one; at least one must stay. */
            findings?: string[];
            /**
             * @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault.
             * @default corrective
             * @enum {unknown}
             */
            kind?: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            /** @description Why it is work of its own; not blank, at most 2000 characters. */
            reason: string;
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity?: "minor" | "major" | "critical";
            /** @description What it is called in lists; not blank, at most 200 characters. */
            title: string;
        };
        /**
         * @example {
         *       "name": "sensor-9",
         *       "ignored": false,
         *       "site": "plant-1",
         *       "publisher": "gateway-1",
         *       "hasSecret": false,
         *       "topic": "telemetry/plant-1/sensor-9",
         *       "sample": "{\"values\":{\"temperature\":71.2}}",
         *       "sampleEncoding": "utf8",
         *       "metrics": [
         *         "temperature"
         *       ],
         *       "firstSeenMs": 1700000000000,
         *       "lastSeenMs": 1700000060000,
         *       "messages": 61
         *     }
         */
        Stranger: {
            /**
             * @description When it was first heard (ms since the Unix epoch).
             * @example 1700000000000
             */
            firstSeenMs: number;
            /** @description It has logged in with a secret of its own, which approval makes the secret of the device. */
            hasSecret: boolean;
            ignored: boolean;
            /**
             * @description When it was last heard (ms since the Unix epoch).
             * @example 1700000000000
             */
            lastSeenMs: number;
            /** @description How many messages it has sent, at least. */
            messages: number;
            /** @description The names of its metrics, at most 50. */
            metrics: string[];
            /** @description The id or address that it goes by. */
            name: string;
            /** @description Who published for it: itself, a gateway, the administrator. */
            publisher: string;
            /** @description The beginning of its newest payload, in `sampleEncoding`. */
            sample: string;
            /** @enum {unknown} */
            sampleEncoding: "utf8" | "base64";
            /** @description As its topic says it; null where it does not. */
            site: string | null;
            topic: string;
        };
        /**
         * @example {
         *       "id": "maintenance",
         *       "name": "Maintenance",
         *       "lead": "anna",
         *       "manager": "olga"
         *     }
         */
        Team: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            lead: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            manager: string | null;
            /**
             * @description What people call it; not blank, at most 100 characters.
             * @example Cooling water pump 7
             */
            name: string;
        };
        /**
         * @example {
         *       "id": "anna",
         *       "name": "Anna Keller",
         *       "team": "maintenance",
         *       "site": "plant-1",
         *       "roles": [
         *         "technician"
         *       ],
         *       "skills": [
         *         {
         *           "skill": "vibration-2",
         *           "validUntilMs": 1900000000000
         *         }
         *       ],
         *       "seniority": 4,
         *       "capacity": 5,
         *       "shift": null,
         *       "absences": [],
         *       "active": true
         *     }
         */
        Technician: {
            absences: {
                /**
                 * @description Begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                /** @example holiday */
                reason: string;
                /**
                 * @description End; must be after the begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
            }[];
            /** @description false: is given nothing. */
            active: boolean;
            /** @description How many unfinished tickets they are given at once at most. */
            capacity: number;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /**
             * @description What people call them; not blank, at most 100 characters.
             * @example Anna Keller
             */
            name: string;
            roles: ("technician" | "planner" | "lead" | "manager")[];
            /** @description 1: apprentice, 5: the most senior. */
            seniority: number;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            shift: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            site: string | null;
            skills: {
                /**
                 * @description Small letters, digits, underscore and hyphen; at most 64.
                 * @example vibration-cat-2
                 */
                skill: string;
                /**
                 * @description When the certificate expires; without it the skill stays (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                validUntilMs?: number;
            }[];
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            team: string | null;
        };
        /**
         * @example {
         *       "absences": [],
         *       "capacity": 3
         *     }
         */
        TechnicianChange: {
            absences?: {
                /**
                 * @description Begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                /** @example holiday */
                reason: string;
                /**
                 * @description End; must be after the begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
            }[];
            /** @description false: is given nothing. */
            active?: boolean;
            /** @description How many unfinished tickets they are given at once at most. */
            capacity?: number;
            /**
             * @description What people call them; not blank, at most 100 characters.
             * @example Anna Keller
             */
            name?: string;
            roles?: ("technician" | "planner" | "lead" | "manager")[];
            /** @description 1: apprentice, 5: the most senior. */
            seniority?: number;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            shift?: string | null;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            site?: string | null;
            skills?: {
                /**
                 * @description Small letters, digits, underscore and hyphen; at most 64.
                 * @example vibration-cat-2
                 */
                skill: string;
                /**
                 * @description When the certificate expires; without it the skill stays (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                validUntilMs?: number;
            }[];
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            team?: string | null;
        };
        /**
         * @example {
         *       "number": 12,
         *       "kind": "predictive",
         *       "source": "finding",
         *       "state": "proposed",
         *       "category": "review",
         *       "priority": "P2",
         *       "title": "Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C",
         *       "description": null,
         *       "site": "plant-1",
         *       "asset": "pump-7",
         *       "faultKey": "temperature",
         *       "metric": "temperature",
         *       "unit": "°C",
         *       "device": "sensor-7",
         *       "severity": "major",
         *       "team": "maintenance",
         *       "assignee": null,
         *       "assignment": null,
         *       "observedAtMs": 1700000000000,
         *       "cleared": false,
         *       "failureCode": null,
         *       "outcome": null,
         *       "rejectionCode": null,
         *       "resolution": null,
         *       "fields": {},
         *       "checklist": [],
         *       "requiredSkills": [],
         *       "repairMinutes": null,
         *       "partLeadMinutes": null,
         *       "predictedCrossingAtMs": null,
         *       "parent": null,
         *       "mergedInto": null,
         *       "snoozedUntilMs": null,
         *       "reworkCount": 0,
         *       "resolvedAtMs": null,
         *       "closedAtMs": null,
         *       "assetName": "Cooling water pump 7",
         *       "criticality": "A",
         *       "version": 3,
         *       "lastFindingAtMs": 1700000600000,
         *       "findingCount": 3,
         *       "respondByMs": 1700007201000,
         *       "resolveByMs": 1700086401000,
         *       "dueAtMs": 1700086401000,
         *       "createdAtMs": 1700000001000,
         *       "updatedAtMs": 1700000601000
         *     }
         */
        Ticket: {
            asset: string;
            assetName: string;
            /** @description The technician who is asked, or at it. */
            assignee: string | null;
            assignment: ("rule" | "person") | null;
            /**
             * @description review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more.
             * @enum {unknown}
             */
            category: "review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled";
            checklist: {
                done: boolean;
                /** @description What to do; not blank, at most 500 characters. */
                text: string;
            }[];
            /** @description The signal is back to normal. */
            cleared: boolean;
            /**
             * @description When it was closed (ms since the Unix epoch).
             * @example 1700000000000
             */
            closedAtMs: number | null;
            /**
             * @description When the ticket was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /** @description What a failure of the asset costs: A stops the plant, B a line, C is bearable. */
            criticality: "A" | "B" | "C";
            /** @description What a person said about it. */
            description: string | null;
            /** @description The device whose finding began the ticket. */
            device: string | null;
            /**
             * @description The earlier of that and what the prediction leaves (ms since the Unix epoch).
             * @example 1700000000000
             */
            dueAtMs: number | null;
            /** @description A code of /failure-codes; set when resolved. */
            failureCode: string | null;
            /** @description What makes findings of the asset the same fault. */
            faultKey: string | null;
            /** @description Custom fields of the equipment class. */
            fields: {
                [key: string]: unknown;
            };
            findingCount: number;
            /**
             * @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault.
             * @enum {unknown}
             */
            kind: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            /**
             * @description Event time of the newest finding (ms since the Unix epoch).
             * @example 1700000000000
             */
            lastFindingAtMs: number | null;
            /** @description The ticket that goes on for this one. */
            mergedInto: number | null;
            metric: string | null;
            /**
             * @description Unique; gaps are possible.
             * @example 12
             */
            number: number;
            /**
             * @description Event time at which the deviation began (ms since the Unix epoch).
             * @example 1700000000000
             */
            observedAtMs: number | null;
            outcome: ("found_as_predicted" | "found_other" | "false_alarm" | "no_access") | null;
            /** @description The ticket that this one is part of. */
            parent: number | null;
            /** @description How long the longest part will take to come, in minutes. */
            partLeadMinutes: number | null;
            /**
             * @description When the deviation is expected to reach its limit (ms since the Unix epoch).
             * @example 1700000000000
             */
            predictedCrossingAtMs: number | null;
            /**
             * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
             * @enum {unknown}
             */
            priority: "P1" | "P2" | "P3" | "P4";
            rejectionCode: ("false_alarm" | "known_condition" | "duplicate" | "not_worth_it" | "other") | null;
            /** @description How long the repair will take, in minutes. */
            repairMinutes: number | null;
            /** @description What a technician must have for it. */
            requiredSkills: string[];
            /** @description What was done. */
            resolution: string | null;
            /**
             * @description Until when it must be resolved; null while the clock stands (ms since the Unix epoch).
             * @example 1700000000000
             */
            resolveByMs: number | null;
            /**
             * @description When it was resolved (ms since the Unix epoch).
             * @example 1700000000000
             */
            resolvedAtMs: number | null;
            /**
             * @description Until when somebody must have accepted it; null while the clock stands (ms since the Unix epoch).
             * @example 1700000000000
             */
            respondByMs: number | null;
            /** @description How often the repair did not hold. */
            reworkCount: number;
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity: "minor" | "major" | "critical";
            site: string;
            /**
             * @description Until when it is out of the list of what waits for review (ms since the Unix epoch).
             * @example 1700000000000
             */
            snoozedUntilMs: number | null;
            /**
             * @description Who asked: a detector, a planner, an operator without an account, another system.
             * @enum {unknown}
             */
            source: "finding" | "planner" | "operator" | "api";
            /**
             * @description Small letters, digits and underscore; starts with a letter; at most 32.
             * @example on_site
             */
            state: string;
            /** @description The team it is routed to. */
            team: string | null;
            /** @example Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C */
            title: string;
            unit: string | null;
            /**
             * @description When anything of it last changed (ms since the Unix epoch).
             * @example 1700000000000
             */
            updatedAtMs: number;
            /** @description Grows with every change; the ETag. */
            version: number;
        };
        /**
         * @example {
         *       "P1": 1,
         *       "P2": 4,
         *       "P3": 12,
         *       "P4": 0
         *     }
         */
        TicketCounts: {
            P1: number;
            P2: number;
            P3: number;
            P4: number;
        };
        TicketDetail: {
            asset: string;
            assetName: string;
            /** @description The technician who is asked, or at it. */
            assignee: string | null;
            assignment: ("rule" | "person") | null;
            /**
             * @description review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more.
             * @enum {unknown}
             */
            category: "review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled";
            checklist: {
                done: boolean;
                /** @description What to do; not blank, at most 500 characters. */
                text: string;
            }[];
            /** @description The signal is back to normal. */
            cleared: boolean;
            /** @description Null where the policy has no target for the ticket. */
            clocks: {
                /**
                 * @example {
                 *       "state": "running",
                 *       "policyVersion": 1,
                 *       "calendar": "always",
                 *       "targetMs": 86400000,
                 *       "startedAtMs": 1700000001000,
                 *       "dueAtMs": 1700086401000,
                 *       "metAtMs": null,
                 *       "elapsedMs": 600000,
                 *       "pausedMs": 0,
                 *       "remainingMs": 85800000
                 *     }
                 */
                resolution: {
                    /** @description The calendar whose working time it counts. */
                    calendar: string;
                    /**
                     * @description When the target is, or was, used up; null while it waits, and where that never comes (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    dueAtMs: number | null;
                    /** @description Working time used, in ms. */
                    elapsedMs: number;
                    /**
                     * @description When it was done (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    metAtMs: number | null;
                    /** @description Working time in which the ticket waited, in ms. */
                    pausedMs: number;
                    /** @description The version of the SLA policy that it goes by. */
                    policyVersion: number;
                    /** @description Working time left, negative when it is exceeded, in ms. */
                    remainingMs: number;
                    /**
                     * @description When it began (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    startedAtMs: number;
                    /**
                     * @description running; paused: the ticket waits; met: done in time; breached: too late and not done yet; missed: done too late; void: the ticket was cancelled or rejected before.
                     * @enum {unknown}
                     */
                    state: "running" | "paused" | "met" | "breached" | "missed" | "void";
                    /** @description Working time that there is, in ms. */
                    targetMs: number;
                } | null;
                /**
                 * @example {
                 *       "state": "running",
                 *       "policyVersion": 1,
                 *       "calendar": "always",
                 *       "targetMs": 86400000,
                 *       "startedAtMs": 1700000001000,
                 *       "dueAtMs": 1700086401000,
                 *       "metAtMs": null,
                 *       "elapsedMs": 600000,
                 *       "pausedMs": 0,
                 *       "remainingMs": 85800000
                 *     }
                 */
                response: {
                    /** @description The calendar whose working time it counts. */
                    calendar: string;
                    /**
                     * @description When the target is, or was, used up; null while it waits, and where that never comes (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    dueAtMs: number | null;
                    /** @description Working time used, in ms. */
                    elapsedMs: number;
                    /**
                     * @description When it was done (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    metAtMs: number | null;
                    /** @description Working time in which the ticket waited, in ms. */
                    pausedMs: number;
                    /** @description The version of the SLA policy that it goes by. */
                    policyVersion: number;
                    /** @description Working time left, negative when it is exceeded, in ms. */
                    remainingMs: number;
                    /**
                     * @description When it began (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    startedAtMs: number;
                    /**
                     * @description running; paused: the ticket waits; met: done in time; breached: too late and not done yet; missed: done too late; void: the ticket was cancelled or rejected before.
                     * @enum {unknown}
                     */
                    state: "running" | "paused" | "met" | "breached" | "missed" | "void";
                    /** @description Working time that there is, in ms. */
                    targetMs: number;
                } | null;
            };
            /**
             * @description When it was closed (ms since the Unix epoch).
             * @example 1700000000000
             */
            closedAtMs: number | null;
            /**
             * @description When the ticket was made (ms since the Unix epoch).
             * @example 1700000000000
             */
            createdAtMs: number;
            /** @description What a failure of the asset costs: A stops the plant, B a line, C is bearable. */
            criticality: "A" | "B" | "C";
            /** @description Why its team and assignee have it: the newest of its decisions, in words. */
            decision: string | null;
            /** @description What a person said about it. */
            description: string | null;
            /** @description The device whose finding began the ticket. */
            device: string | null;
            /**
             * @example {
             *       "dueAtMs": 1700060000000,
             *       "boundBy": "prediction",
             *       "terms": {
             *         "targetAtMs": 1700086401000,
             *         "predictedCrossingAtMs": 1700090000000,
             *         "repairMinutes": 120,
             *         "partLeadMinutes": 380,
             *         "latestStartAtMs": 1700060000000
             *       },
             *       "explanation": "The limit is expected to be reached at 2023-11-14T23:13Z; less 120 min of repair and 380 min for parts that is 2023-11-14T14:53Z, before the target of 2023-11-15T22:13Z."
             *     }
             */
            due: {
                boundBy: ("target" | "prediction") | null;
                /**
                 * @description When it must be resolved (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                dueAtMs: number | null;
                /** @description The arithmetic in one sentence. */
                explanation: string;
                terms: {
                    /**
                     * @description predictedCrossingAtMs − repairMinutes − partLeadMinutes (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    latestStartAtMs: number | null;
                    /** @description How long parts take to come; 0 where nobody said. */
                    partLeadMinutes: number;
                    /**
                     * @description When the deviation is expected to reach its limit (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    predictedCrossingAtMs: number | null;
                    /** @description How long the repair takes; 0 where nobody said. */
                    repairMinutes: number;
                    /**
                     * @description When the resolution target is used up; null while its clock waits (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    targetAtMs: number | null;
                };
            };
            /**
             * @description The earlier of that and what the prediction leaves (ms since the Unix epoch).
             * @example 1700000000000
             */
            dueAtMs: number | null;
            /** @description The history, oldest first; the newest 1000 at most. */
            events: {
                /** @description Who did it; `system` for what nobody did by hand. */
                actor: string;
                /** @description The properties that changed, as they are now; all of them where it was made. */
                after: {
                    [key: string]: unknown;
                };
                /**
                 * @description When the server wrote it (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                atMs: number;
                /** @description The properties that changed, as they were. */
                before: {
                    [key: string]: unknown;
                };
                /** @description More about it, by type. */
                data: {
                    [key: string]: unknown;
                };
                /**
                 * @description When it happened, by the clock of the phone or program that says so (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                deviceAtMs: number | null;
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                from: string | null;
                /** @description Order of the ledger. */
                id: number;
                reason: string | null;
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                to: string | null;
                /** @enum {unknown} */
                type: "created" | "routed" | "assigned" | "finding" | "transition" | "priority" | "changed" | "approval" | "sla_warning" | "sla_breach" | "sla_escalation" | "merged" | "split" | "snoozed" | "woken" | "comment" | "attachment" | "attachment_removed" | "watched" | "unwatched" | "request_link" | "request_link_revoked" | "verification" | "rating" | "migrated";
            }[];
            /** @description A code of /failure-codes; set when resolved. */
            failureCode: string | null;
            /** @description What makes findings of the asset the same fault. */
            faultKey: string | null;
            /** @description Custom fields of the equipment class. */
            fields: {
                [key: string]: unknown;
            };
            findingCount: number;
            firstFinding: {
                asset: string;
                /** @description Name and version, as in `band@1`. */
                detector: string;
                device: string;
                evidence: {
                    /** @description What each metric adds to the deviation, the largest first; together 1. */
                    contributions?: {
                        /**
                         * @description On which side of what is to be expected of it; absent where that is not known.
                         * @enum {unknown}
                         */
                        direction?: "high" | "low";
                        metric: string;
                        share: number;
                    }[];
                    /** @description When the limit is expected to be reached, or the machine to fail. */
                    crossing?: {
                        /** @description Event time; the median. */
                        atMs: number;
                        /** @description After this in one case of ten. */
                        highMs: number;
                        /** @description Before this in one case of ten. */
                        lowMs: number;
                        /** @enum {unknown} */
                        of: "limit" | "failure";
                    };
                    /** @description The normal band as the detector had learned it. */
                    expected?: {
                        high: number;
                        low: number;
                    };
                    /** @description The fixed limit that was crossed. */
                    limit?: number;
                    /** @description Failure modes of the class that fit, the likeliest first; three at most. */
                    modes?: {
                        confidence: number;
                        contradictedBy: string[];
                        mode: string;
                        name: {
                            en: string;
                            zh: string;
                        };
                        /** @description Symptoms, as in `vibration_rms high`. */
                        supportedBy: string[];
                    }[];
                    /** @description The other metrics that deviate, or help to judge, over the same time; three at most. */
                    others?: {
                        metric: string;
                        /** @description The last values before the finding: [event time ms, value], oldest first. */
                        series: [
                            number,
                            number
                        ][];
                        unit: string;
                    }[];
                    /** @description Configuration of the detector, as it was. */
                    parameters?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description How the machine was run: off, idle, run or unknown; with its load step where it has several.
                     * @example run, load step 2
                     */
                    regime?: string;
                    /** @description The last values before the finding: [event time ms, value], oldest first. */
                    series: [
                        number,
                        number
                    ][];
                    /** @description All that was seen at the asset then, of which this finding is the sum; the worst first. */
                    symptoms?: {
                        detector: string;
                        device: string;
                        explanation: {
                            en: string;
                            zh: string;
                        };
                        metric: string;
                        /**
                         * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                         * @enum {unknown}
                         */
                        severity: "minor" | "major" | "critical";
                        sinceMs: number;
                        symptom: string;
                    }[];
                    /** @description The value that was judged, in the unit of the metric: the reading, or a mean that the explanation names. */
                    value: number;
                };
                /** @description What is seen, and what it probably is and when it fails: two sentences for a technician, in English. */
                explanation: string;
                /** @description What makes findings of an asset the same fault: `machine`, or `sensor:` and the metric. */
                faultKey: string;
                /**
                 * @description What is at fault: the machine (default), or the sensor itself, which is another crew’s work.
                 * @enum {unknown}
                 */
                faultKind?: "machine" | "sensor";
                /** @description Deterministic: the same log gives the same findings with the same ids. */
                id: string;
                metric: string;
                /** @description Event time of the sample that led to the finding. */
                observedAtMs: number;
                /**
                 * @description raised: begins; continuing: still true, or worse; cleared: the signal is back to normal.
                 * @enum {unknown}
                 */
                phase: "raised" | "continuing" | "cleared";
                /** @description Event time at which the deviation is expected to reach its limit. */
                predictedCrossingAtMs?: number;
                /** @description When that sample was received. */
                receivedAtMs: number;
                /**
                 * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                 * @enum {unknown}
                 */
                severity: "minor" | "major" | "critical";
                /** @description Of a detector in shadow mode: kept to be looked at, and never a ticket. */
                shadow?: boolean;
                /** @description Event time at which the deviation began. */
                sinceMs: number;
                site: string;
                /** @description The explanation in other languages. */
                translations?: {
                    zh: string;
                };
                unit: string;
            } | null;
            /**
             * @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault.
             * @enum {unknown}
             */
            kind: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            lastFinding: {
                asset: string;
                /** @description Name and version, as in `band@1`. */
                detector: string;
                device: string;
                evidence: {
                    /** @description What each metric adds to the deviation, the largest first; together 1. */
                    contributions?: {
                        /**
                         * @description On which side of what is to be expected of it; absent where that is not known.
                         * @enum {unknown}
                         */
                        direction?: "high" | "low";
                        metric: string;
                        share: number;
                    }[];
                    /** @description When the limit is expected to be reached, or the machine to fail. */
                    crossing?: {
                        /** @description Event time; the median. */
                        atMs: number;
                        /** @description After this in one case of ten. */
                        highMs: number;
                        /** @description Before this in one case of ten. */
                        lowMs: number;
                        /** @enum {unknown} */
                        of: "limit" | "failure";
                    };
                    /** @description The normal band as the detector had learned it. */
                    expected?: {
                        high: number;
                        low: number;
                    };
                    /** @description The fixed limit that was crossed. */
                    limit?: number;
                    /** @description Failure modes of the class that fit, the likeliest first; three at most. */
                    modes?: {
                        confidence: number;
                        contradictedBy: string[];
                        mode: string;
                        name: {
                            en: string;
                            zh: string;
                        };
                        /** @description Symptoms, as in `vibration_rms high`. */
                        supportedBy: string[];
                    }[];
                    /** @description The other metrics that deviate, or help to judge, over the same time; three at most. */
                    others?: {
                        metric: string;
                        /** @description The last values before the finding: [event time ms, value], oldest first. */
                        series: [
                            number,
                            number
                        ][];
                        unit: string;
                    }[];
                    /** @description Configuration of the detector, as it was. */
                    parameters?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description How the machine was run: off, idle, run or unknown; with its load step where it has several.
                     * @example run, load step 2
                     */
                    regime?: string;
                    /** @description The last values before the finding: [event time ms, value], oldest first. */
                    series: [
                        number,
                        number
                    ][];
                    /** @description All that was seen at the asset then, of which this finding is the sum; the worst first. */
                    symptoms?: {
                        detector: string;
                        device: string;
                        explanation: {
                            en: string;
                            zh: string;
                        };
                        metric: string;
                        /**
                         * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                         * @enum {unknown}
                         */
                        severity: "minor" | "major" | "critical";
                        sinceMs: number;
                        symptom: string;
                    }[];
                    /** @description The value that was judged, in the unit of the metric: the reading, or a mean that the explanation names. */
                    value: number;
                };
                /** @description What is seen, and what it probably is and when it fails: two sentences for a technician, in English. */
                explanation: string;
                /** @description What makes findings of an asset the same fault: `machine`, or `sensor:` and the metric. */
                faultKey: string;
                /**
                 * @description What is at fault: the machine (default), or the sensor itself, which is another crew’s work.
                 * @enum {unknown}
                 */
                faultKind?: "machine" | "sensor";
                /** @description Deterministic: the same log gives the same findings with the same ids. */
                id: string;
                metric: string;
                /** @description Event time of the sample that led to the finding. */
                observedAtMs: number;
                /**
                 * @description raised: begins; continuing: still true, or worse; cleared: the signal is back to normal.
                 * @enum {unknown}
                 */
                phase: "raised" | "continuing" | "cleared";
                /** @description Event time at which the deviation is expected to reach its limit. */
                predictedCrossingAtMs?: number;
                /** @description When that sample was received. */
                receivedAtMs: number;
                /**
                 * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                 * @enum {unknown}
                 */
                severity: "minor" | "major" | "critical";
                /** @description Of a detector in shadow mode: kept to be looked at, and never a ticket. */
                shadow?: boolean;
                /** @description Event time at which the deviation began. */
                sinceMs: number;
                site: string;
                /** @description The explanation in other languages. */
                translations?: {
                    zh: string;
                };
                unit: string;
            } | null;
            /**
             * @description Event time of the newest finding (ms since the Unix epoch).
             * @example 1700000000000
             */
            lastFindingAtMs: number | null;
            /** @description The ticket that goes on for this one. */
            mergedInto: number | null;
            metric: string | null;
            /**
             * @description Unique; gaps are possible.
             * @example 12
             */
            number: number;
            /**
             * @description Event time at which the deviation began (ms since the Unix epoch).
             * @example 1700000000000
             */
            observedAtMs: number | null;
            outcome: ("found_as_predicted" | "found_other" | "false_alarm" | "no_access") | null;
            /** @description The ticket that this one is part of. */
            parent: number | null;
            /** @description How long the longest part will take to come, in minutes. */
            partLeadMinutes: number | null;
            /**
             * @description When the deviation is expected to reach its limit (ms since the Unix epoch).
             * @example 1700000000000
             */
            predictedCrossingAtMs: number | null;
            /**
             * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
             * @enum {unknown}
             */
            priority: "P1" | "P2" | "P3" | "P4";
            rejectionCode: ("false_alarm" | "known_condition" | "duplicate" | "not_worth_it" | "other") | null;
            /** @description How long the repair will take, in minutes. */
            repairMinutes: number | null;
            /** @description What a technician must have for it. */
            requiredSkills: string[];
            /** @description What was done. */
            resolution: string | null;
            /**
             * @description Until when it must be resolved; null while the clock stands (ms since the Unix epoch).
             * @example 1700000000000
             */
            resolveByMs: number | null;
            /**
             * @description When it was resolved (ms since the Unix epoch).
             * @example 1700000000000
             */
            resolvedAtMs: number | null;
            /**
             * @description Until when somebody must have accepted it; null while the clock stands (ms since the Unix epoch).
             * @example 1700000000000
             */
            respondByMs: number | null;
            /** @description How often the repair did not hold. */
            reworkCount: number;
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity: "minor" | "major" | "critical";
            site: string;
            /**
             * @description Until when it is out of the list of what waits for review (ms since the Unix epoch).
             * @example 1700000000000
             */
            snoozedUntilMs: number | null;
            /**
             * @description Who asked: a detector, a planner, an operator without an account, another system.
             * @enum {unknown}
             */
            source: "finding" | "planner" | "operator" | "api";
            /**
             * @description Small letters, digits and underscore; starts with a letter; at most 32.
             * @example on_site
             */
            state: string;
            /** @description The team it is routed to. */
            team: string | null;
            /** @example Cooling water pump 7: temperature 92.3 °C, normal 61 to 74 °C */
            title: string;
            /** @description What can be done next. */
            transitions: {
                /** @description Why it cannot be made now; empty when it can. */
                blockedBy: string[];
                /**
                 * @description review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more.
                 * @enum {unknown}
                 */
                category: "review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled";
                /** @description Fields that the transition still lacks. */
                requires: ("reason" | "rejectionCode" | "failureCode" | "outcome" | "resolution" | "assignee")[];
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                to: string;
            }[];
            unit: string | null;
            /**
             * @description When anything of it last changed (ms since the Unix epoch).
             * @example 1700000000000
             */
            updatedAtMs: number;
            /** @description Grows with every change; the ETag. */
            version: number;
        };
        TicketEvent: {
            /** @description Who did it; `system` for what nobody did by hand. */
            actor: string;
            /** @description The properties that changed, as they are now; all of them where it was made. */
            after: {
                [key: string]: unknown;
            };
            /**
             * @description When the server wrote it (ms since the Unix epoch).
             * @example 1700000000000
             */
            atMs: number;
            /** @description The properties that changed, as they were. */
            before: {
                [key: string]: unknown;
            };
            /** @description More about it, by type. */
            data: {
                [key: string]: unknown;
            };
            /**
             * @description When it happened, by the clock of the phone or program that says so (ms since the Unix epoch).
             * @example 1700000000000
             */
            deviceAtMs: number | null;
            /**
             * @description Small letters, digits and underscore; starts with a letter; at most 32.
             * @example on_site
             */
            from: string | null;
            /** @description Order of the ledger. */
            id: number;
            reason: string | null;
            /**
             * @description Small letters, digits and underscore; starts with a letter; at most 32.
             * @example on_site
             */
            to: string | null;
            /** @enum {unknown} */
            type: "created" | "routed" | "assigned" | "finding" | "transition" | "priority" | "changed" | "approval" | "sla_warning" | "sla_breach" | "sla_escalation" | "merged" | "split" | "snoozed" | "woken" | "comment" | "attachment" | "attachment_removed" | "watched" | "unwatched" | "request_link" | "request_link_revoked" | "verification" | "rating" | "migrated";
        };
        /**
         * @example {
         *       "type": "object",
         *       "properties": {
         *         "permitNumber": {
         *           "type": "string",
         *           "title": "Permit to work",
         *           "maxLength": 20
         *         },
         *         "lockedOut": {
         *           "type": "boolean",
         *           "title": "Locked out and tagged"
         *         },
         *         "downtimeHours": {
         *           "type": "number",
         *           "minimum": 0,
         *           "unit": "h"
         *         },
         *         "shiftGroup": {
         *           "type": "string",
         *           "enum": [
         *             "early",
         *             "late",
         *             "night"
         *           ]
         *         }
         *       },
         *       "required": [
         *         "permitNumber"
         *       ]
         *     }
         */
        TicketFields: {
            /** @description Fields by name, at most 50. A name begins with a small letter, then letters, digits and underscores; at most 40. */
            properties: {
                [key: string]: {
                    description?: string;
                    /** @description The texts of which one must be given; of a list, those that may stand in it. */
                    enum?: string[];
                    /**
                     * @description A day as YYYY-MM-DD.
                     * @enum {unknown}
                     */
                    format?: "date";
                    maximum?: number;
                    maxLength?: number;
                    minimum?: number;
                    /** @description What a form calls it. */
                    title?: string;
                    /**
                     * @description array: a list of texts.
                     * @enum {unknown}
                     */
                    type: "string" | "number" | "integer" | "boolean" | "array";
                    /** @description Of a number, for people. */
                    unit?: string;
                };
            };
            /** @description Fields that whoever writes a ticket must give. */
            required?: string[];
            /** @enum {string} */
            type: "object";
        };
        /**
         * @example {
         *       "checklist": [
         *         {
         *           "text": "Isolate the pump",
         *           "done": true
         *         }
         *       ]
         *     }
         * @example {
         *       "priority": "P1",
         *       "reason": "The spare pump is out for repair."
         *     }
         */
        TicketPatch: {
            checklist?: {
                done: boolean;
                /** @description What to do; not blank, at most 500 characters. */
                text: string;
            }[];
            /** @description What is wrong, or to be done; not blank, at most 10000 characters. */
            description?: string | null;
            /** @description Those to be changed; null takes a field away. */
            fields?: {
                [key: string]: unknown;
            };
            /** @example 12 */
            parent?: number | null;
            /** @description How long the longest part will take to come, in minutes. */
            partLeadMinutes?: number | null;
            /**
             * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
             * @enum {unknown}
             */
            priority?: "P1" | "P2" | "P3" | "P4";
            /** @description Why; a change of priority needs it; not blank, at most 2000 characters. */
            reason?: string;
            /** @description How long the repair will take, in minutes. */
            repairMinutes?: number | null;
            /** @description What a technician must have for it. */
            requiredSkills?: string[];
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity?: "minor" | "major" | "critical";
            /** @description What it is called in lists; not blank, at most 200 characters. */
            title?: string;
        };
        /**
         * @example {
         *       "settle": [
         *         {
         *           "class": "pump",
         *           "severity": "minor",
         *           "minOccurrences": 3,
         *           "withinMs": 3600000,
         *           "holdMs": 600000
         *         }
         *       ],
         *       "reworkWindowMs": 604800000,
         *       "falseAlarmMuteMs": 604800000,
         *       "budget": {
         *         "perAssetPerDay": 5,
         *         "perSitePerDay": 50,
         *         "perSitePerHour": 20
         *       }
         *     }
         */
        TicketPolicy: {
            /** @description What is beyond it goes to one roll-up ticket. Counted in event time. */
            budget: {
                /** @description New tickets of one asset in 24 h; null for no limit. */
                perAssetPerDay: number | null;
                /** @description New tickets of one site in 24 h; null for no limit. */
                perSitePerDay: number | null;
                /** @description New tickets of one site in an hour; null for no limit. */
                perSitePerHour: number | null;
            };
            /** @description For how long (ms) a ticket closed as false alarm mutes its fault, unless that gets worse. */
            falseAlarmMuteMs: number;
            /** @description A closed ticket whose fault deviates again within this time (ms) is reopened as rework. */
            reworkWindowMs: number;
            /** @description When a deviation is taken seriously: the first rule that fits; at once where none does. */
            settle: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                class?: string;
                /** @description How long (event time, ms) the deviation must last; 0 when not given. */
                holdMs?: number;
                /** @description How many findings that say "deviates" the fault must have within `withinMs`; 1 when not given. */
                minOccurrences?: number;
                /**
                 * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
                 * @enum {unknown}
                 */
                severity?: "minor" | "major" | "critical";
                /** @description Event time in ms in which they are counted; an hour when not given. */
                withinMs?: number;
            }[];
        };
        /**
         * @example {
         *       "id": "pump-inspection",
         *       "name": "Monthly look at a pump",
         *       "kind": "inspection",
         *       "title": "Inspect {asset}",
         *       "checklist": [
         *         "Look for leaks",
         *         "Listen to the bearings",
         *         "Grease them"
         *       ],
         *       "requiredSkills": [
         *         "mechanics"
         *       ],
         *       "repairMinutes": 45
         *     }
         */
        TicketTemplate: {
            /** @description The steps, in order. */
            checklist?: string[];
            /** @description What is to be done; not blank, at most 5000 characters. */
            description?: string;
            /** @description Custom fields by name, as the `ticketFields` of the asset’s class want them. */
            fields?: {
                [key: string]: unknown;
            };
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            id: string;
            /** @enum {unknown} */
            kind: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            /** @description What people call it; not blank, at most 100 characters. */
            name: string;
            partLeadMinutes?: number;
            repairMinutes?: number;
            requiredSkills?: string[];
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity?: "minor" | "major" | "critical";
            /** @description The title; {asset} stands for the name of the asset; not blank, at most 200 characters. */
            title: string;
        };
        /**
         * @example {
         *       "to": "accepted"
         *     }
         */
        TransitionRequest: {
            /**
             * @description When it happened, where that was before the request: a phone that was offline (ms since the Unix epoch).
             * @example 1700000000000
             */
            deviceTimeMs?: number;
            /** @description What was wrong: a code of /failure-codes. */
            failureCode?: string;
            /**
             * @description What the technician found: what the detector said, something else, nothing, or nobody could look. Detectors learn from it.
             * @enum {unknown}
             */
            outcome?: "found_as_predicted" | "found_other" | "false_alarm" | "no_access";
            /** @description Why, in words; not blank, at most 2000 characters. */
            reason?: string;
            /**
             * @description Why a proposal is not taken.
             * @enum {unknown}
             */
            rejectionCode?: "false_alarm" | "known_condition" | "duplicate" | "not_worth_it" | "other";
            /** @description What was done; not blank, at most 5000 characters. */
            resolution?: string;
            /**
             * @description Small letters, digits and underscore; starts with a letter; at most 32.
             * @example on_site
             */
            to: string;
        };
        /**
         * @example {
         *       "path": [
         *         2
         *       ],
         *       "skills": [],
         *       "team": "mechanics",
         *       "assignee": "anna",
         *       "reason": "Route 2 (rotating equipment) sends it to team mechanics. anna takes it with score 0.85, the best of 2 who could: 1 of 5 tickets, 0 km away, 3 jobs on this asset.",
         *       "candidates": [
         *         {
         *           "technician": "anna",
         *           "score": 0.85,
         *           "parts": {
         *             "load": 0.8,
         *             "distance": 1,
         *             "experience": 0.5,
         *             "seniority": 0.75,
         *             "readiness": 1
         *           },
         *           "facts": {
         *             "openTickets": 1,
         *             "capacity": 5,
         *             "distanceKm": 0,
         *             "jobsOnAsset": 3,
         *             "jobsOfFault": 0
         *           }
         *         }
         *       ]
         *     }
         */
        Trial: {
            /** @description The technician; null where it waits in the team’s queue. */
            assignee: string | null;
            /** @description Everybody of the team: who could have it, the best first, and then who could not. */
            candidates: {
                /** @description What the parts were computed from. */
                facts: {
                    capacity: number;
                    /** @description Null where a location is not known. */
                    distanceKm: number | null;
                    /** @description Tickets of this fault that they resolved, on any asset, counted up to 20. */
                    jobsOfFault: number;
                    /** @description Tickets of this asset that they resolved, counted up to 20. */
                    jobsOnAsset: number;
                    openTickets: number;
                };
                parts: {
                    distance: number;
                    experience: number;
                    load: number;
                    readiness: number;
                    seniority: number;
                };
                /** @description Why they cannot have it; absent where they could. */
                rejected?: string;
                /** @description 0 to 1: the weighted mean of the parts. */
                score: number;
                technician: string;
            }[];
            /** @description Positions of the routes from the root down, from 1. */
            path: number[];
            /** @description Why, in words. */
            reason: string;
            /** @description What the routes and the ticket require. */
            skills: string[];
            team: string | null;
        };
        /**
         * @description A ticket that is not, and a policy where it shall not be the one that counts.
         * @example {
         *       "asset": "pump-7",
         *       "severity": "critical",
         *       "metric": "vibration_rms"
         *     }
         */
        TrialRequest: {
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            asset: string;
            /**
             * @description When it would be made; now when left out (ms since the Unix epoch).
             * @example 1700000000000
             */
            atMs?: number;
            /** @example band@1 */
            detector?: string;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
             * @example pump-7
             */
            device?: string;
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
             * @example temperature
             */
            faultKey?: string;
            /** @enum {unknown} */
            faultKind?: "machine" | "sensor";
            /** @description Custom fields. */
            fields?: {
                [key: string]: unknown;
            };
            /**
             * @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault.
             * @enum {unknown}
             */
            kind?: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            /**
             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
             * @example temperature
             */
            metric?: string;
            /**
             * @description Urgency, P1 first: the severity of the fault and the criticality of the asset together.
             * @enum {unknown}
             */
            priority?: "P1" | "P2" | "P3" | "P4";
            requiredSkills?: string[];
            /**
             * @description Until when somebody must have accepted it (ms since the Unix epoch).
             * @example 1700000000000
             */
            respondByMs?: number;
            /**
             * @description How bad the deviation is by itself; with the criticality of the asset it gives the priority.
             * @enum {unknown}
             */
            severity?: "minor" | "major" | "critical";
            /**
             * @description Who asked: a detector, a planner, an operator without an account, another system.
             * @enum {unknown}
             */
            source?: "finding" | "planner" | "operator" | "api";
            title?: string;
            tree?: components["schemas"]["RouteTree"];
            unit?: string;
            /**
             * @description How much each part of a technician’s score counts against the others; 0 to leave it out.
             * @example {
             *       "load": 4,
             *       "distance": 2,
             *       "experience": 2,
             *       "seniority": 1,
             *       "readiness": 3
             *     }
             */
            weights?: {
                /**
                 * @description Near the site of the ticket. Default 2.
                 * @example 2
                 */
                distance?: number;
                /**
                 * @description Jobs on this asset, and of this fault. Default 2.
                 * @example 2
                 */
                experience?: number;
                /**
                 * @description Few unfinished tickets against the capacity. Default 4.
                 * @example 2
                 */
                load?: number;
                /**
                 * @description On shift now rather than later. Default 3.
                 * @example 2
                 */
                readiness?: number;
                /**
                 * @description A senior for critical assets, a junior for the others. Default 1.
                 * @example 2
                 */
                seniority?: number;
            };
        };
        /**
         * @example {
         *       "scope": "class",
         *       "subject": "pump",
         *       "days": 90
         *     }
         */
        TuningRequest: {
            /**
             * @description So many days of history before now; 180 unless given.
             * @default 180
             */
            days?: number;
            /**
             * @description So many days before a failure a ticket still counts as a warning of it; 30 unless given.
             * @default 30
             */
            horizonDays?: number;
            /** @enum {unknown} */
            scope: "class" | "asset";
            /**
             * @description Id of the class or the asset whose profile may be changed.
             * @example pump-7
             */
            subject: string;
        };
        /**
         * @example {
         *       "ticket": 12,
         *       "round": 1,
         *       "state": "verified",
         *       "sentence": "After the repair temperature was within 61 to 74 °C for 1 d of operation: 68.1 °C on average, 64.2 to 71.9 °C in 1440 samples; during the fault it was 91.7 °C.",
         *       "device": "sensor-7",
         *       "metric": "temperature",
         *       "unit": "°C",
         *       "fromMs": 1700040000000,
         *       "untilMs": 1700126400000,
         *       "giveUpAtMs": 1700299200000,
         *       "observedMs": 86400000,
         *       "decidedAtMs": 1700126460000,
         *       "normal": {
         *         "low": 61,
         *         "high": 74
         *       },
         *       "before": {
         *         "fromMs": 1700000000000,
         *         "toMs": 1700040000000,
         *         "count": 666,
         *         "mean": 91.7,
         *         "min": 75.1,
         *         "max": 96.4,
         *         "series": [
         *           {
         *             "ts": 1700000100000,
         *             "value": 92.3,
         *             "min": 91.8,
         *             "max": 92.9,
         *             "count": 15
         *           }
         *         ]
         *       },
         *       "after": {
         *         "fromMs": 1700040000000,
         *         "toMs": 1700126400000,
         *         "count": 1440,
         *         "mean": 68.1,
         *         "min": 64.2,
         *         "max": 71.9,
         *         "series": [
         *           {
         *             "ts": 1700040600000,
         *             "value": 68.4,
         *             "min": 67.9,
         *             "max": 68.8,
         *             "count": 15
         *           }
         *         ]
         *       },
         *       "askedAtMs": null,
         *       "closesAtMs": null,
         *       "confirmations": [
         *         {
         *           "round": 1,
         *           "fixed": true,
         *           "rating": 5,
         *           "comment": null,
         *           "atMs": 1700130000000
         *         }
         *       ]
         *     }
         */
        Verification: {
            /** @description Since the repair. */
            after: {
                /** @description Samples. */
                count: number;
                /**
                 * @description Begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                max: number | null;
                mean: number | null;
                min: number | null;
                /** @description Means over equal times, to draw. */
                series: {
                    count?: number;
                    max?: number;
                    min?: number;
                    /** @description Event time, ms since the Unix epoch; with `windowMs` the start of the window. */
                    ts: number;
                    /** @description The value; with `windowMs` the mean of the window. */
                    value: number;
                }[];
                /**
                 * @description End, exclusive (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
            } | null;
            /**
             * @description When the requester was asked (ms since the Unix epoch).
             * @example 1700000000000
             */
            askedAtMs: number | null;
            /** @description While the fault lasted. */
            before: {
                /** @description Samples. */
                count: number;
                /**
                 * @description Begin (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                fromMs: number;
                max: number | null;
                mean: number | null;
                min: number | null;
                /** @description Means over equal times, to draw. */
                series: {
                    count?: number;
                    max?: number;
                    min?: number;
                    /** @description Event time, ms since the Unix epoch; with `windowMs` the start of the window. */
                    ts: number;
                    /** @description The value; with `windowMs` the mean of the window. */
                    value: number;
                }[];
                /**
                 * @description End, exclusive (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                toMs: number;
            } | null;
            /**
             * @description When the ticket closes by itself where the requester says nothing (ms since the Unix epoch).
             * @example 1700000000000
             */
            closesAtMs: number | null;
            /** @description What requesters have said, oldest first. */
            confirmations: {
                /**
                 * @description When it was said (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                atMs: number;
                comment: string | null;
                /** @description Whether it works again. */
                fixed: boolean;
                /** @description 1 bad to 5 good. */
                rating: number | null;
                /** @description Which repair it is about; 1 is the first. */
                round: number;
            }[];
            /**
             * @description When it was decided (ms since the Unix epoch).
             * @example 1700000000000
             */
            decidedAtMs: number | null;
            device: string | null;
            /**
             * @description Event time from which on the sensors are watched (ms since the Unix epoch).
             * @example 1700000000000
             */
            fromMs: number;
            /**
             * @description When it is given up where the metric was not heard enough (ms since the Unix epoch).
             * @example 1700000000000
             */
            giveUpAtMs: number;
            metric: string | null;
            /** @description The normal band, or the limit that was crossed. */
            normal: {
                high?: number;
                low?: number;
            } | null;
            /** @description Event time in which the metric was heard while the machine was in operation. */
            observedMs: number;
            /** @description Grows when a ticket is resolved again. */
            round: number;
            /** @description What has been found, with its figures. */
            sentence: string;
            /**
             * @description watching: the sensors are asked; verified: they show that the repair holds; failed: they show that it does not; unwatched: no sensor could say; ended: a person decided before they had.
             * @enum {unknown}
             */
            state: "watching" | "verified" | "failed" | "unwatched" | "ended";
            ticket: number;
            unit: string | null;
            /**
             * @description Until when at the least (ms since the Unix epoch).
             * @example 1700000000000
             */
            untilMs: number;
        };
        /**
         * @example {
         *       "tickets": 212,
         *       "changed": [
         *         {
         *           "ticket": 12,
         *           "before": {
         *             "team": "mechanics",
         *             "assignee": "anna"
         *           },
         *           "after": {
         *             "team": "electricians",
         *             "assignee": "eli",
         *             "reason": "Route 1 sends it to team electricians."
         *           }
         *         }
         *       ],
         *       "figures": {
         *         "before": {
         *           "wrongDispatch": 19,
         *           "resolved": 198,
         *           "wrongDispatchShare": 0.096,
         *           "unassigned": 3,
         *           "loadPerTechnician": {
         *             "max": 31,
         *             "mean": 17.4,
         *             "spread": 6.2
         *           }
         *         },
         *         "after": {
         *           "wrongDispatch": 4,
         *           "resolved": 198,
         *           "wrongDispatchShare": 0.0202,
         *           "unassigned": 3,
         *           "loadPerTechnician": {
         *             "max": 31,
         *             "mean": 17.4,
         *             "spread": 6.2
         *           }
         *         }
         *       }
         *     }
         */
        WhatIf: {
            changed: {
                after: {
                    assignee: string | null;
                    reason: string;
                    team: string;
                };
                before: {
                    assignee: string | null;
                    team: string;
                };
                ticket: number;
            }[];
            figures: {
                after: {
                    /** @description Tickets of the period per active technician; the spread is the standard deviation. */
                    loadPerTechnician: {
                        max: number;
                        mean: number;
                        spread: number;
                    };
                    /** @description Of so many that were resolved. */
                    resolved: number;
                    /** @description Tickets that waited in a team’s queue. */
                    unassigned: number;
                    /** @description Tickets that another team or person resolved than was decided. */
                    wrongDispatch: number;
                    wrongDispatchShare: number | null;
                };
                before: {
                    /** @description Tickets of the period per active technician; the spread is the standard deviation. */
                    loadPerTechnician: {
                        max: number;
                        mean: number;
                        spread: number;
                    };
                    /** @description Of so many that were resolved. */
                    resolved: number;
                    /** @description Tickets that waited in a team’s queue. */
                    unassigned: number;
                    /** @description Tickets that another team or person resolved than was decided. */
                    wrongDispatch: number;
                    wrongDispatchShare: number | null;
                };
            };
            /** @description Tickets that were made in the period. */
            tickets: number;
        };
        /**
         * @description A period, and what would have counted in it: a tree, weights, or both.
         * @example {
         *       "fromMs": 1700000000000,
         *       "toMs": 1702592000000,
         *       "weights": {
         *         "distance": 4
         *       }
         *     }
         */
        WhatIfRequest: {
            /**
             * @description Begin of the period (ms since the Unix epoch).
             * @example 1700000000000
             */
            fromMs: number;
            /**
             * @description End of the period, not included (ms since the Unix epoch).
             * @example 1700000000000
             */
            toMs: number;
            tree?: components["schemas"]["RouteTree"];
            /**
             * @description How much each part of a technician’s score counts against the others; 0 to leave it out.
             * @example {
             *       "load": 4,
             *       "distance": 2,
             *       "experience": 2,
             *       "seniority": 1,
             *       "readiness": 3
             *     }
             */
            weights?: {
                /**
                 * @description Near the site of the ticket. Default 2.
                 * @example 2
                 */
                distance?: number;
                /**
                 * @description Jobs on this asset, and of this fault. Default 2.
                 * @example 2
                 */
                experience?: number;
                /**
                 * @description Few unfinished tickets against the capacity. Default 4.
                 * @example 2
                 */
                load?: number;
                /**
                 * @description On shift now rather than later. Default 3.
                 * @example 2
                 */
                readiness?: number;
                /**
                 * @description A senior for critical assets, a junior for the others. Default 1.
                 * @example 2
                 */
                seniority?: number;
            };
        };
        /**
         * @description States and transitions of a kind of ticket. A ticket keeps the version it began with.
         * @example {
         *       "initial": "reported",
         *       "states": [
         *         {
         *           "id": "reported",
         *           "category": "review"
         *         },
         *         {
         *           "id": "at_work",
         *           "category": "active",
         *           "working": true
         *         },
         *         {
         *           "id": "done",
         *           "category": "closed"
         *         }
         *       ],
         *       "transitions": [
         *         {
         *           "from": [
         *             "reported"
         *           ],
         *           "to": "at_work"
         *         },
         *         {
         *           "from": [
         *             "at_work"
         *           ],
         *           "to": "done",
         *           "requires": [
         *             "failureCode",
         *             "outcome"
         *           ]
         *         }
         *       ]
         *     }
         */
        Workflow: {
            /** @description Steps that are made at once, by nobody, when a ticket comes into `from`. */
            automatic?: {
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                from: string;
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                to: string;
            }[];
            /**
             * @description Small letters, digits and underscore; starts with a letter; at most 32.
             * @example on_site
             */
            initial: string;
            states: {
                /**
                 * @description review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more.
                 * @enum {unknown}
                 */
                category: "review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled";
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                id: string;
                /** @description Somebody is at the machine: other findings on the asset are muted meanwhile. */
                working?: boolean;
            }[];
            transitions: {
                /**
                 * @description Somebody of this role must have approved since the ticket came into the state.
                 * @enum {unknown}
                 */
                approval?: "administrator" | "planner" | "technician" | "lead" | "manager";
                /** @description Only these roles may make it. */
                by?: ("administrator" | "planner" | "technician" | "lead" | "manager")[];
                /** @description Every item of the checklist must be done. */
                checklist?: boolean;
                from: string[];
                requires?: ("reason" | "rejectionCode" | "failureCode" | "outcome" | "resolution" | "assignee")[];
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                to: string;
            }[];
        };
    };
    responses: {
        /** @description The request is not valid; `errors` says where and what would be right. */
        problem_400_60e618: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It cannot be read, or something is missing: the page says what, beside its field. */
        problem_400_dad073: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "text/html": string;
            };
        };
        /** @description There is no token and no session, or it is not valid any more. */
        problem_401_28b25a: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Your roles, or the scopes of the token, do not allow it; `detail` says what would. */
        problem_403_7580c9: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing. */
        problem_404_b172a3: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The link does not work: it is none, has expired or was revoked. */
        problem_404_b28705: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "text/html": string;
            };
        };
        /** @description It does not fit the present state; `detail` says why. */
        problem_409_a45551: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is not the version of `If-Match` any more; `detail` has the ETag of now. */
        problem_412_51431e: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large. */
        problem_413_c05463: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What was sent is too large. */
        problem_413_ee9ba1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "text/html": string;
            };
        };
        /** @description The body is not JSON. */
        problem_415_5247a5: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is not sent as the page sends it. */
        problem_415_a21fe2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "text/html": string;
            };
        };
        /** @description The `Idempotency-Key` was used for another request. */
        problem_422_b3b15a: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; see Retry-After. */
        problem_429_1209c7: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much at once; try again in some minutes. */
        problem_429_a83dc7: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "text/html": string;
            };
        };
        /** @description Done. */
        problem_503_3cd4c4: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "ok": true,
                 *       "checks": {
                 *         "database": "ok"
                 *       }
                 *     }
                 */
                "application/json": {
                    checks: {
                        [key: string]: string;
                    };
                    ok: boolean;
                };
            };
        };
        /** @description The server or a database is overloaded or away; see Retry-After. */
        problem_503_b75826: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "text/html": string;
            };
        };
        /** @description The server or a database is overloaded or away; see Retry-After. */
        problem_503_f47d48: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
         * @example anna
         */
        acting_as_141aac: string;
        /**
         * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        idempotency_key_9d62d3: string;
        /**
         * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
         * @example "12"
         */
        if_match_01e334: string;
        /**
         * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
         * @example "12"
         */
        if_none_match_390273: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    redeemAccountLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What somebody signs in with: letters, digits, and . _ @ + -; starts with a letter or digit; at most 100. Small and capital letters are the same.
                     * @example anna
                     */
                    name?: string;
                    /**
                     * @description At least 12 characters, at most 200.
                     * @example four words that nobody guesses
                     */
                    password: string;
                    /** @description What the address has after the #. */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Account"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createAccountLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountLink"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    endAccountSessions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    unlockAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listAssets: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                class?: string;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                site?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Asset"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createAsset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description in_service; down: it stands still and should not, and what is below it makes no tickets; out_of_service: it is not used, and neither it nor what is below it makes any.
                     * @enum {unknown}
                     */
                    availability?: "in_service" | "down" | "out_of_service";
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    class: string;
                    /** @description What a failure of the asset costs: A stops the plant, B a line, C is bearable. */
                    criticality: "A" | "B" | "C";
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    id: string;
                    /**
                     * @description What people call it; not blank, at most 100 characters.
                     * @example Cooling water pump 7
                     */
                    name?: string;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    parent?: string | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    site: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getAsset: {
        parameters: {
            query?: {
                /**
                 * @description As it was at this instant, by the ledger; as it is now when not given: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                at?: string;
            };
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteAsset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    updateAsset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description in_service; down: it stands still and should not, and what is below it makes no tickets; out_of_service: it is not used, and neither it nor what is below it makes any.
                     * @enum {unknown}
                     */
                    availability?: "in_service" | "down" | "out_of_service";
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    class?: string;
                    /** @description What a failure of the asset costs: A stops the plant, B a line, C is bearable. */
                    criticality?: "A" | "B" | "C";
                    /**
                     * @description What people call it; not blank, at most 100 characters.
                     * @example Cooling water pump 7
                     */
                    name?: string;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    parent?: string | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    site?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listDetectorsOfAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DetectorInForce"][];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listLabels: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /**
                 * @description Over at this instant or later: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                from?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /**
                 * @description Begun before: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                to?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Label"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getAssetProfile: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptProfile"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceAssetProfile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProfile"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptProfile"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteAssetProfile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptProfile"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listAssetProfileVersions: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["KeptProfile"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createRequestLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRequestLink"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeRequestLink"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listRequestLinks: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RequestLink"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listBacktests: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BacktestHead"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createBacktest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    cancelBacktest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getBacktestChart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chart. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listBacktestFindings: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /** @description Place of the variant in the result; 0 unless given. */
                variant?: number;
            };
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Finding"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listCalendars: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Calendar"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getCalendar: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    putCalendar: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Calendar"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteCalendar: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listClasses: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EquipmentClass"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createClass: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EquipmentClass"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EquipmentClass"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getClass: {
        parameters: {
            query?: {
                /**
                 * @description As it was at this instant, by the ledger; as it is now when not given: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                at?: string;
            };
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EquipmentClass"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceClass: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EquipmentClass"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EquipmentClass"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteClass: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getClassProfile: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptProfile"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceClassProfile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProfile"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptProfile"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteClassProfile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptProfile"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listClassProfileVersions: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["KeptProfile"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getClassPrognosis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassPrognosis"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTicketFields: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketFields"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceTicketFields: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketFields"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketFields"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Id or address, as the message says it. */
                device?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                publisher?: string;
                /** @description Why the message, or the named part of it, did not become a sample. */
                reason?: "unsupported_topic" | "malformed_payload" | "unknown_device" | "wrong_site" | "foreign_device" | "unknown_metric" | "not_a_number" | "bad_quality" | "unit_mismatch" | "unknown_alias" | "bad_timestamp" | "future_timestamp" | "store_rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description What is wrong, where, and what would be right. */
                            detail: string;
                            /** @description The id or address of the device that it is about, if it says one. */
                            device: string | null;
                            id: string;
                            /** @description What was sent, in `payloadEncoding`. */
                            payload: string;
                            /**
                             * @description base64 where the payload is not UTF-8 text.
                             * @enum {unknown}
                             */
                            payloadEncoding: "utf8" | "base64";
                            publisher: string;
                            /**
                             * @description Why the message, or the named part of it, did not become a sample.
                             * @enum {unknown}
                             */
                            reason: "unsupported_topic" | "malformed_payload" | "unknown_device" | "wrong_site" | "foreign_device" | "unknown_metric" | "not_a_number" | "bad_quality" | "unit_mismatch" | "unknown_alias" | "bad_timestamp" | "future_timestamp" | "store_rejected";
                            /**
                             * @description When the broker received it (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            receivedAtMs: number;
                            /** @description How many more like this came within an hour, at least, and were counted only: the device is over its allowance of dead letters. */
                            skipped: number;
                            topic: string;
                        }[];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Which letters: those that fit everything given; give at least one property. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id or address, as the message says it. */
                    device?: string;
                    /**
                     * @description Received at this time or later (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    fromMs?: number;
                    /** @description Letters by their ids, at most 1000. */
                    ids?: string[];
                    publisher?: string;
                    /**
                     * @description Why the message, or the named part of it, did not become a sample.
                     * @enum {unknown}
                     */
                    reason?: "unsupported_topic" | "malformed_payload" | "unknown_device" | "wrong_site" | "foreign_device" | "unknown_metric" | "not_a_number" | "bad_quality" | "unit_mismatch" | "unknown_alias" | "bad_timestamp" | "future_timestamp" | "store_rejected";
                    /**
                     * @description Received before this time (ms since the Unix epoch).
                     * @example 1700000000000
                     */
                    toMs?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many letters are read again. */
                        count: number;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listDetectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DetectorDescription"][];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getDetector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a detector: lower-case letters, digits and hyphens, from a letter on.
                 * @example band
                 */
                detector: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectorDescription"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getDetectorReadme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a detector: lower-case letters, digits and hyphens, from a letter on.
                 * @example band
                 */
                detector: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The README. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    tuneDetector: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description The name of a detector: lower-case letters, digits and hyphens, from a letter on.
                 * @example band
                 */
                detector: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TuningRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listDetectorPerformance: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset?: string;
                /** @description How fine: all of a detector together, by class of the asset, or by asset. */
                by?: "detector" | "class" | "asset";
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                class?: string;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /**
                 * @description A detector, as `band`, or one version of it, as `band@1`.
                 * @example band@1
                 */
                detector?: string;
                /**
                 * @description Closed then or later: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                from?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /**
                 * @description Closed before: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DetectorPerformance"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listDevices: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset?: string;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                gateway?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /** @description true: silent for too long; false: all others, also those that never spoke. */
                silent?: boolean;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                site?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Device"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createDevice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What the device is called in the topics and payloads of its format, where that is not its id: `{group}/{edge node}/{device}` in Sparkplug B, the base name in SenML. Unique; not the id of another device.
                     * @example Plant 1/Press line/Press 4
                     */
                    address?: string | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    asset: string;
                    /**
                     * @description The device that publishes for this one, such as a Sparkplug edge node; at the same site. It may also publish itself.
                     * @example gateway-1
                     */
                    gateway?: string | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    id: string;
                    /** @description What arrives under another name or in another unit than the metric’s own. */
                    metrics?: {
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                         * @example temperature
                         */
                        metric: string;
                        /** @description Then this is added; the result is in `unit`. Default 0. */
                        offset?: number;
                        /**
                         * @description Raw values are multiplied by this first. Default 1.
                         * @example 0.1
                         */
                        scale?: number;
                        /**
                         * @description The name that the device gives it, exactly as it sends it.
                         * @example Temperatures/Motor 1
                         */
                        source: string;
                        /**
                         * @description The unit in which the device sends it; converted to the unit of the metric.
                         * @example °F
                         */
                        unit?: string;
                    }[];
                    /**
                     * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.
                     * @example 900
                     */
                    silentAfterS?: number | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    site: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description What the device is called in the topics and payloads of its format, where that is not its id: `{group}/{edge node}/{device}` in Sparkplug B, the base name in SenML. Unique; not the id of another device.
                         * @example Plant 1/Press line/Press 4
                         */
                        address: string | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        asset: string;
                        /**
                         * @description The device that publishes for this one, such as a Sparkplug edge node; at the same site. It may also publish itself.
                         * @example gateway-1
                         */
                        gateway: string | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        id: string;
                        /** @description What arrives under another name or in another unit than the metric’s own. */
                        metrics: {
                            /**
                             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                             * @example temperature
                             */
                            metric: string;
                            /** @description Then this is added; the result is in `unit`. Default 0. */
                            offset?: number;
                            /**
                             * @description Raw values are multiplied by this first. Default 1.
                             * @example 0.1
                             */
                            scale?: number;
                            /**
                             * @description The name that the device gives it, exactly as it sends it.
                             * @example Temperatures/Motor 1
                             */
                            source: string;
                            /**
                             * @description The unit in which the device sends it; converted to the unit of the metric.
                             * @example °F
                             */
                            unit?: string;
                        }[];
                        /** @description The MQTT password. It is shown in this answer only. */
                        secret: string;
                        /**
                         * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.
                         * @example 900
                         */
                        silentAfterS: number | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        site: string;
                        /**
                         * @example {
                         *       "status": "online",
                         *       "statusSinceMs": 1700000000000,
                         *       "lastSeenMs": 1700000600000,
                         *       "lastObservedMs": 1700000599000,
                         *       "clockAheadMs": -120,
                         *       "silentSinceMs": null,
                         *       "attributes": {
                         *         "firmware": "2.4.1"
                         *       }
                         *     }
                         */
                        state: {
                            /** @description What it says of itself: firmware, serial number and the like. */
                            attributes: {
                                [key: string]: string;
                            };
                            /** @description How far its clock is ahead of ours in ms, negative when it is behind (the way to us counts as behind): the largest difference of about the last hour. Null when it names no times. */
                            clockAheadMs: number | null;
                            /**
                             * @description Event time of its newest reading (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            lastObservedMs: number | null;
                            /**
                             * @description When anything of it was last received (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            lastSeenMs: number | null;
                            /**
                             * @description Its last word, when it is silent for too long (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            silentSinceMs: number | null;
                            status: ("online" | "offline" | "sleeping") | null;
                            /**
                             * @description Since when it has this status (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            statusSinceMs: number | null;
                        };
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteDevice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    updateDevice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What the device is called in the topics and payloads of its format, where that is not its id: `{group}/{edge node}/{device}` in Sparkplug B, the base name in SenML. Unique; not the id of another device.
                     * @example Plant 1/Press line/Press 4
                     */
                    address?: string | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    asset?: string;
                    /**
                     * @description The device that publishes for this one, such as a Sparkplug edge node; at the same site. It may also publish itself.
                     * @example gateway-1
                     */
                    gateway?: string | null;
                    /** @description What arrives under another name or in another unit than the metric’s own. */
                    metrics?: {
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                         * @example temperature
                         */
                        metric: string;
                        /** @description Then this is added; the result is in `unit`. Default 0. */
                        offset?: number;
                        /**
                         * @description Raw values are multiplied by this first. Default 1.
                         * @example 0.1
                         */
                        scale?: number;
                        /**
                         * @description The name that the device gives it, exactly as it sends it.
                         * @example Temperatures/Motor 1
                         */
                        source: string;
                        /**
                         * @description The unit in which the device sends it; converted to the unit of the metric.
                         * @example °F
                         */
                        unit?: string;
                    }[];
                    /**
                     * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.
                     * @example 900
                     */
                    silentAfterS?: number | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    site?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    renewDeviceSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description What the device is called in the topics and payloads of its format, where that is not its id: `{group}/{edge node}/{device}` in Sparkplug B, the base name in SenML. Unique; not the id of another device.
                         * @example Plant 1/Press line/Press 4
                         */
                        address: string | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        asset: string;
                        /**
                         * @description The device that publishes for this one, such as a Sparkplug edge node; at the same site. It may also publish itself.
                         * @example gateway-1
                         */
                        gateway: string | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        id: string;
                        /** @description What arrives under another name or in another unit than the metric’s own. */
                        metrics: {
                            /**
                             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                             * @example temperature
                             */
                            metric: string;
                            /** @description Then this is added; the result is in `unit`. Default 0. */
                            offset?: number;
                            /**
                             * @description Raw values are multiplied by this first. Default 1.
                             * @example 0.1
                             */
                            scale?: number;
                            /**
                             * @description The name that the device gives it, exactly as it sends it.
                             * @example Temperatures/Motor 1
                             */
                            source: string;
                            /**
                             * @description The unit in which the device sends it; converted to the unit of the metric.
                             * @example °F
                             */
                            unit?: string;
                        }[];
                        /** @description The MQTT password. It is shown in this answer only. */
                        secret: string;
                        /**
                         * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.
                         * @example 900
                         */
                        silentAfterS: number | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        site: string;
                        /**
                         * @example {
                         *       "status": "online",
                         *       "statusSinceMs": 1700000000000,
                         *       "lastSeenMs": 1700000600000,
                         *       "lastObservedMs": 1700000599000,
                         *       "clockAheadMs": -120,
                         *       "silentSinceMs": null,
                         *       "attributes": {
                         *         "firmware": "2.4.1"
                         *       }
                         *     }
                         */
                        state: {
                            /** @description What it says of itself: firmware, serial number and the like. */
                            attributes: {
                                [key: string]: string;
                            };
                            /** @description How far its clock is ahead of ours in ms, negative when it is behind (the way to us counts as behind): the largest difference of about the last hour. Null when it names no times. */
                            clockAheadMs: number | null;
                            /**
                             * @description Event time of its newest reading (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            lastObservedMs: number | null;
                            /**
                             * @description When anything of it was last received (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            lastSeenMs: number | null;
                            /**
                             * @description Its last word, when it is silent for too long (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            silentSinceMs: number | null;
                            status: ("online" | "offline" | "sleeping") | null;
                            /**
                             * @description Since when it has this status (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            statusSinceMs: number | null;
                        };
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getSeries: {
        parameters: {
            query: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /**
                 * @description Begin of the period; the first value when not given: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                from?: string;
                /** @description Points on a page. */
                limit?: number;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                 * @example temperature
                 */
                metric: string;
                /**
                 * @description End of the period, exclusive; now when not given: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                to?: string;
                /** @description Answer means over windows of this length, with min, max and count. */
                windowMs?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            count?: number;
                            max?: number;
                            min?: number;
                            /** @description Event time, ms since the Unix epoch; with `windowMs` the start of the window. */
                            ts: number;
                            /** @description The value; with `windowMs` the mean of the window. */
                            value: number;
                        }[];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listFailureCodes: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["FailureCode"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createFailureCode: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailureCode"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCode"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listFindings: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset?: string;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /**
                 * @description A detector, as `band`, or one version of it, as `band@1`.
                 * @example band@1
                 */
                detector?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                device?: string;
                /**
                 * @description Of this event time or later: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                from?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /** @description Only those of detectors in shadow mode, or only the others. */
                shadow?: boolean;
                /**
                 * @description Of an event time before this: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                to?: string;
                /** @description What became of the finding. */
                verdict?: "created" | "reopened" | "appended" | "rolled_up" | "muted" | "noted" | "settling" | "inhibited" | "in_maintenance" | "failed" | "shadow";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedFinding"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listFormats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * @description json: JSON of any shape, read by `mapping`; line: InfluxDB line protocol; senml: RFC 8428 in JSON or CBOR, told by the first byte; status: online or offline, as a last will says it.
                             * @enum {unknown}
                             */
                            codec: "json" | "line" | "senml" | "status";
                            /**
                             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                             * @example pump-7
                             */
                            id: string;
                            mapping?: {
                                /**
                                 * @description The id or address of the device, where neither the topic nor `readings` has it. Looked for in the reading, then in what encloses it, up to the payload. Default: the publisher. A JSON pointer (RFC 6901).
                                 * @example /meta/deviceId
                                 */
                                device?: string;
                                /**
                                 * @description The quality flags that are good; all others are bad. Default: true, "good", "uncertain", 64 to 255 (OPC), 0x40000000 (OPC UA, uncertain). For OPC UA, where 0 is good, say `[0]`.
                                 * @example [
                                 *       0
                                 *     ]
                                 */
                                good?: (string | number | boolean)[];
                                /** @description What is no metric: texts, counters, settings. Everything else must be a number. */
                                ignore?: string[];
                                /**
                                 * @description Where each reading is one metric: its name. Goes with `value`. A JSON pointer (RFC 6901).
                                 * @example /tag
                                 */
                                name?: string;
                                /**
                                 * @description The quality flag of the reading. Where there is none the reading counts as good; bad ones become dead letters. A JSON pointer (RFC 6901).
                                 * @example /q
                                 */
                                quality?: string;
                                /**
                                 * @description The object, or array of objects, that holds the readings. A level may be `*` (each element), `{device}` or `{metric}` (each member; its key is the name). Default: the whole payload. A JSON pointer (RFC 6901).
                                 * @example /machines/{device}/samples
                                 */
                                readings?: string;
                                /**
                                 * @description The event time. Looked for in the reading, then in what encloses it, up to the payload. Default: the receive time counts. A JSON pointer (RFC 6901).
                                 * @example /timestamp
                                 */
                                time?: string;
                                /**
                                 * @description How the event time is written. Default auto: text is RFC 3339 (or a number as text), the unit of a number is told by its size.
                                 * @enum {unknown}
                                 */
                                timeUnit?: "s" | "ms" | "us" | "ns" | "rfc3339" | "auto";
                                /**
                                 * @description Where each reading is one metric: its unit. A JSON pointer (RFC 6901).
                                 * @example /u
                                 */
                                unit?: string;
                                /**
                                 * @description Where each reading is one metric (named by `name`, or by `{metric}` in `readings` or the topic): its value. Default: the reading itself. A JSON pointer (RFC 6901).
                                 * @example /v
                                 */
                                value?: string;
                                values?: string | {
                                    [key: string]: string;
                                };
                                /**
                                 * @description The zone of event times that are written without one, as in `2026-03-01T08:00:00`: `Z` or an offset such as `+08:00`. Default: such times are dead letters.
                                 * @example +08:00
                                 */
                                zone?: string;
                            } | {
                                /**
                                 * @description The tag that names the device, where the topic does not; the first that the line has. Default: device, device_id, deviceId, host, id. Without any of them the publisher is the device.
                                 * @example [
                                 *       "machine"
                                 *     ]
                                 */
                                deviceTags?: string[];
                                /** @description Fields that are no metrics: texts. Everything else must be a number or a boolean. */
                                ignore?: string[];
                                /**
                                 * @description How the name of a metric is made of `{measurement}`, `{field}` and `{<any tag>}`. Default: `{field}`.
                                 * @example {measurement}.{sensor}.{field}
                                 */
                                metric?: string;
                                /**
                                 * @description The unit of the timestamps. Default auto: told by their size.
                                 * @enum {unknown}
                                 */
                                timeUnit?: "s" | "ms" | "us" | "ns" | "auto";
                            };
                            /** @description The lowest is tried first, from 1 to 1000000; of the same position the lower id. */
                            position: number;
                            /**
                             * @description Topic template: levels are text, `{site}`, `{device}`, `{metric}` (json: the payload is its value), `+` (any level) or, as the last, `#` (any rest). Without `{device}` (and none in the payload) the publisher is the device; without `{site}` the registry knows.
                             * @example factory/{site}/machines/{device}/up
                             */
                            topic: string;
                        }[];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getFormat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description json: JSON of any shape, read by `mapping`; line: InfluxDB line protocol; senml: RFC 8428 in JSON or CBOR, told by the first byte; status: online or offline, as a last will says it.
                         * @enum {unknown}
                         */
                        codec: "json" | "line" | "senml" | "status";
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        id: string;
                        mapping?: {
                            /**
                             * @description The id or address of the device, where neither the topic nor `readings` has it. Looked for in the reading, then in what encloses it, up to the payload. Default: the publisher. A JSON pointer (RFC 6901).
                             * @example /meta/deviceId
                             */
                            device?: string;
                            /**
                             * @description The quality flags that are good; all others are bad. Default: true, "good", "uncertain", 64 to 255 (OPC), 0x40000000 (OPC UA, uncertain). For OPC UA, where 0 is good, say `[0]`.
                             * @example [
                             *       0
                             *     ]
                             */
                            good?: (string | number | boolean)[];
                            /** @description What is no metric: texts, counters, settings. Everything else must be a number. */
                            ignore?: string[];
                            /**
                             * @description Where each reading is one metric: its name. Goes with `value`. A JSON pointer (RFC 6901).
                             * @example /tag
                             */
                            name?: string;
                            /**
                             * @description The quality flag of the reading. Where there is none the reading counts as good; bad ones become dead letters. A JSON pointer (RFC 6901).
                             * @example /q
                             */
                            quality?: string;
                            /**
                             * @description The object, or array of objects, that holds the readings. A level may be `*` (each element), `{device}` or `{metric}` (each member; its key is the name). Default: the whole payload. A JSON pointer (RFC 6901).
                             * @example /machines/{device}/samples
                             */
                            readings?: string;
                            /**
                             * @description The event time. Looked for in the reading, then in what encloses it, up to the payload. Default: the receive time counts. A JSON pointer (RFC 6901).
                             * @example /timestamp
                             */
                            time?: string;
                            /**
                             * @description How the event time is written. Default auto: text is RFC 3339 (or a number as text), the unit of a number is told by its size.
                             * @enum {unknown}
                             */
                            timeUnit?: "s" | "ms" | "us" | "ns" | "rfc3339" | "auto";
                            /**
                             * @description Where each reading is one metric: its unit. A JSON pointer (RFC 6901).
                             * @example /u
                             */
                            unit?: string;
                            /**
                             * @description Where each reading is one metric (named by `name`, or by `{metric}` in `readings` or the topic): its value. Default: the reading itself. A JSON pointer (RFC 6901).
                             * @example /v
                             */
                            value?: string;
                            values?: string | {
                                [key: string]: string;
                            };
                            /**
                             * @description The zone of event times that are written without one, as in `2026-03-01T08:00:00`: `Z` or an offset such as `+08:00`. Default: such times are dead letters.
                             * @example +08:00
                             */
                            zone?: string;
                        } | {
                            /**
                             * @description The tag that names the device, where the topic does not; the first that the line has. Default: device, device_id, deviceId, host, id. Without any of them the publisher is the device.
                             * @example [
                             *       "machine"
                             *     ]
                             */
                            deviceTags?: string[];
                            /** @description Fields that are no metrics: texts. Everything else must be a number or a boolean. */
                            ignore?: string[];
                            /**
                             * @description How the name of a metric is made of `{measurement}`, `{field}` and `{<any tag>}`. Default: `{field}`.
                             * @example {measurement}.{sensor}.{field}
                             */
                            metric?: string;
                            /**
                             * @description The unit of the timestamps. Default auto: told by their size.
                             * @enum {unknown}
                             */
                            timeUnit?: "s" | "ms" | "us" | "ns" | "auto";
                        };
                        /** @description The lowest is tried first, from 1 to 1000000; of the same position the lower id. */
                        position: number;
                        /**
                         * @description Topic template: levels are text, `{site}`, `{device}`, `{metric}` (json: the payload is its value), `+` (any level) or, as the last, `#` (any rest). Without `{device}` (and none in the payload) the publisher is the device; without `{site}` the registry knows.
                         * @example factory/{site}/machines/{device}/up
                         */
                        topic: string;
                    };
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    putFormat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description json: JSON of any shape, read by `mapping`; line: InfluxDB line protocol; senml: RFC 8428 in JSON or CBOR, told by the first byte; status: online or offline, as a last will says it.
                     * @enum {unknown}
                     */
                    codec: "json" | "line" | "senml" | "status";
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    id: string;
                    mapping?: {
                        /**
                         * @description The id or address of the device, where neither the topic nor `readings` has it. Looked for in the reading, then in what encloses it, up to the payload. Default: the publisher. A JSON pointer (RFC 6901).
                         * @example /meta/deviceId
                         */
                        device?: string;
                        /**
                         * @description The quality flags that are good; all others are bad. Default: true, "good", "uncertain", 64 to 255 (OPC), 0x40000000 (OPC UA, uncertain). For OPC UA, where 0 is good, say `[0]`.
                         * @example [
                         *       0
                         *     ]
                         */
                        good?: (string | number | boolean)[];
                        /** @description What is no metric: texts, counters, settings. Everything else must be a number. */
                        ignore?: string[];
                        /**
                         * @description Where each reading is one metric: its name. Goes with `value`. A JSON pointer (RFC 6901).
                         * @example /tag
                         */
                        name?: string;
                        /**
                         * @description The quality flag of the reading. Where there is none the reading counts as good; bad ones become dead letters. A JSON pointer (RFC 6901).
                         * @example /q
                         */
                        quality?: string;
                        /**
                         * @description The object, or array of objects, that holds the readings. A level may be `*` (each element), `{device}` or `{metric}` (each member; its key is the name). Default: the whole payload. A JSON pointer (RFC 6901).
                         * @example /machines/{device}/samples
                         */
                        readings?: string;
                        /**
                         * @description The event time. Looked for in the reading, then in what encloses it, up to the payload. Default: the receive time counts. A JSON pointer (RFC 6901).
                         * @example /timestamp
                         */
                        time?: string;
                        /**
                         * @description How the event time is written. Default auto: text is RFC 3339 (or a number as text), the unit of a number is told by its size.
                         * @enum {unknown}
                         */
                        timeUnit?: "s" | "ms" | "us" | "ns" | "rfc3339" | "auto";
                        /**
                         * @description Where each reading is one metric: its unit. A JSON pointer (RFC 6901).
                         * @example /u
                         */
                        unit?: string;
                        /**
                         * @description Where each reading is one metric (named by `name`, or by `{metric}` in `readings` or the topic): its value. Default: the reading itself. A JSON pointer (RFC 6901).
                         * @example /v
                         */
                        value?: string;
                        values?: string | {
                            [key: string]: string;
                        };
                        /**
                         * @description The zone of event times that are written without one, as in `2026-03-01T08:00:00`: `Z` or an offset such as `+08:00`. Default: such times are dead letters.
                         * @example +08:00
                         */
                        zone?: string;
                    } | {
                        /**
                         * @description The tag that names the device, where the topic does not; the first that the line has. Default: device, device_id, deviceId, host, id. Without any of them the publisher is the device.
                         * @example [
                         *       "machine"
                         *     ]
                         */
                        deviceTags?: string[];
                        /** @description Fields that are no metrics: texts. Everything else must be a number or a boolean. */
                        ignore?: string[];
                        /**
                         * @description How the name of a metric is made of `{measurement}`, `{field}` and `{<any tag>}`. Default: `{field}`.
                         * @example {measurement}.{sensor}.{field}
                         */
                        metric?: string;
                        /**
                         * @description The unit of the timestamps. Default auto: told by their size.
                         * @enum {unknown}
                         */
                        timeUnit?: "s" | "ms" | "us" | "ns" | "auto";
                    };
                    /** @description The lowest is tried first, from 1 to 1000000; of the same position the lower id. */
                    position?: number;
                    /**
                     * @description Topic template: levels are text, `{site}`, `{device}`, `{metric}` (json: the payload is its value), `+` (any level) or, as the last, `#` (any rest). Without `{device}` (and none in the payload) the publisher is the device; without `{site}` the registry knows.
                     * @example factory/{site}/machines/{device}/up
                     */
                    topic: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description json: JSON of any shape, read by `mapping`; line: InfluxDB line protocol; senml: RFC 8428 in JSON or CBOR, told by the first byte; status: online or offline, as a last will says it.
                         * @enum {unknown}
                         */
                        codec: "json" | "line" | "senml" | "status";
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        id: string;
                        mapping?: {
                            /**
                             * @description The id or address of the device, where neither the topic nor `readings` has it. Looked for in the reading, then in what encloses it, up to the payload. Default: the publisher. A JSON pointer (RFC 6901).
                             * @example /meta/deviceId
                             */
                            device?: string;
                            /**
                             * @description The quality flags that are good; all others are bad. Default: true, "good", "uncertain", 64 to 255 (OPC), 0x40000000 (OPC UA, uncertain). For OPC UA, where 0 is good, say `[0]`.
                             * @example [
                             *       0
                             *     ]
                             */
                            good?: (string | number | boolean)[];
                            /** @description What is no metric: texts, counters, settings. Everything else must be a number. */
                            ignore?: string[];
                            /**
                             * @description Where each reading is one metric: its name. Goes with `value`. A JSON pointer (RFC 6901).
                             * @example /tag
                             */
                            name?: string;
                            /**
                             * @description The quality flag of the reading. Where there is none the reading counts as good; bad ones become dead letters. A JSON pointer (RFC 6901).
                             * @example /q
                             */
                            quality?: string;
                            /**
                             * @description The object, or array of objects, that holds the readings. A level may be `*` (each element), `{device}` or `{metric}` (each member; its key is the name). Default: the whole payload. A JSON pointer (RFC 6901).
                             * @example /machines/{device}/samples
                             */
                            readings?: string;
                            /**
                             * @description The event time. Looked for in the reading, then in what encloses it, up to the payload. Default: the receive time counts. A JSON pointer (RFC 6901).
                             * @example /timestamp
                             */
                            time?: string;
                            /**
                             * @description How the event time is written. Default auto: text is RFC 3339 (or a number as text), the unit of a number is told by its size.
                             * @enum {unknown}
                             */
                            timeUnit?: "s" | "ms" | "us" | "ns" | "rfc3339" | "auto";
                            /**
                             * @description Where each reading is one metric: its unit. A JSON pointer (RFC 6901).
                             * @example /u
                             */
                            unit?: string;
                            /**
                             * @description Where each reading is one metric (named by `name`, or by `{metric}` in `readings` or the topic): its value. Default: the reading itself. A JSON pointer (RFC 6901).
                             * @example /v
                             */
                            value?: string;
                            values?: string | {
                                [key: string]: string;
                            };
                            /**
                             * @description The zone of event times that are written without one, as in `2026-03-01T08:00:00`: `Z` or an offset such as `+08:00`. Default: such times are dead letters.
                             * @example +08:00
                             */
                            zone?: string;
                        } | {
                            /**
                             * @description The tag that names the device, where the topic does not; the first that the line has. Default: device, device_id, deviceId, host, id. Without any of them the publisher is the device.
                             * @example [
                             *       "machine"
                             *     ]
                             */
                            deviceTags?: string[];
                            /** @description Fields that are no metrics: texts. Everything else must be a number or a boolean. */
                            ignore?: string[];
                            /**
                             * @description How the name of a metric is made of `{measurement}`, `{field}` and `{<any tag>}`. Default: `{field}`.
                             * @example {measurement}.{sensor}.{field}
                             */
                            metric?: string;
                            /**
                             * @description The unit of the timestamps. Default auto: told by their size.
                             * @enum {unknown}
                             */
                            timeUnit?: "s" | "ms" | "us" | "ns" | "auto";
                        };
                        /** @description The lowest is tried first, from 1 to 1000000; of the same position the lower id. */
                        position: number;
                        /**
                         * @description Topic template: levels are text, `{site}`, `{device}`, `{metric}` (json: the payload is its value), `+` (any level) or, as the last, `#` (any rest). Without `{device}` (and none in the payload) the publisher is the device; without `{site}` the registry knows.
                         * @example factory/{site}/machines/{device}/up
                         */
                        topic: string;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteFormat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    tryFormat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    format: {
                        /**
                         * @description json: JSON of any shape, read by `mapping`; line: InfluxDB line protocol; senml: RFC 8428 in JSON or CBOR, told by the first byte; status: online or offline, as a last will says it.
                         * @enum {unknown}
                         */
                        codec: "json" | "line" | "senml" | "status";
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        id: string;
                        mapping?: {
                            /**
                             * @description The id or address of the device, where neither the topic nor `readings` has it. Looked for in the reading, then in what encloses it, up to the payload. Default: the publisher. A JSON pointer (RFC 6901).
                             * @example /meta/deviceId
                             */
                            device?: string;
                            /**
                             * @description The quality flags that are good; all others are bad. Default: true, "good", "uncertain", 64 to 255 (OPC), 0x40000000 (OPC UA, uncertain). For OPC UA, where 0 is good, say `[0]`.
                             * @example [
                             *       0
                             *     ]
                             */
                            good?: (string | number | boolean)[];
                            /** @description What is no metric: texts, counters, settings. Everything else must be a number. */
                            ignore?: string[];
                            /**
                             * @description Where each reading is one metric: its name. Goes with `value`. A JSON pointer (RFC 6901).
                             * @example /tag
                             */
                            name?: string;
                            /**
                             * @description The quality flag of the reading. Where there is none the reading counts as good; bad ones become dead letters. A JSON pointer (RFC 6901).
                             * @example /q
                             */
                            quality?: string;
                            /**
                             * @description The object, or array of objects, that holds the readings. A level may be `*` (each element), `{device}` or `{metric}` (each member; its key is the name). Default: the whole payload. A JSON pointer (RFC 6901).
                             * @example /machines/{device}/samples
                             */
                            readings?: string;
                            /**
                             * @description The event time. Looked for in the reading, then in what encloses it, up to the payload. Default: the receive time counts. A JSON pointer (RFC 6901).
                             * @example /timestamp
                             */
                            time?: string;
                            /**
                             * @description How the event time is written. Default auto: text is RFC 3339 (or a number as text), the unit of a number is told by its size.
                             * @enum {unknown}
                             */
                            timeUnit?: "s" | "ms" | "us" | "ns" | "rfc3339" | "auto";
                            /**
                             * @description Where each reading is one metric: its unit. A JSON pointer (RFC 6901).
                             * @example /u
                             */
                            unit?: string;
                            /**
                             * @description Where each reading is one metric (named by `name`, or by `{metric}` in `readings` or the topic): its value. Default: the reading itself. A JSON pointer (RFC 6901).
                             * @example /v
                             */
                            value?: string;
                            values?: string | {
                                [key: string]: string;
                            };
                            /**
                             * @description The zone of event times that are written without one, as in `2026-03-01T08:00:00`: `Z` or an offset such as `+08:00`. Default: such times are dead letters.
                             * @example +08:00
                             */
                            zone?: string;
                        } | {
                            /**
                             * @description The tag that names the device, where the topic does not; the first that the line has. Default: device, device_id, deviceId, host, id. Without any of them the publisher is the device.
                             * @example [
                             *       "machine"
                             *     ]
                             */
                            deviceTags?: string[];
                            /** @description Fields that are no metrics: texts. Everything else must be a number or a boolean. */
                            ignore?: string[];
                            /**
                             * @description How the name of a metric is made of `{measurement}`, `{field}` and `{<any tag>}`. Default: `{field}`.
                             * @example {measurement}.{sensor}.{field}
                             */
                            metric?: string;
                            /**
                             * @description The unit of the timestamps. Default auto: told by their size.
                             * @enum {unknown}
                             */
                            timeUnit?: "s" | "ms" | "us" | "ns" | "auto";
                        };
                        /**
                         * @description Topic template: levels are text, `{site}`, `{device}`, `{metric}` (json: the payload is its value), `+` (any level) or, as the last, `#` (any rest). Without `{device}` (and none in the payload) the publisher is the device; without `{site}` the registry knows.
                         * @example factory/{site}/machines/{device}/up
                         */
                        topic: string;
                    };
                    /** @description What the device sends, in `payloadEncoding`; at most 100000 characters. */
                    payload: string;
                    /**
                     * @default utf8
                     * @enum {unknown}
                     */
                    payloadEncoding?: "utf8" | "base64";
                    /** @description Who publishes it; the administrator unless given. */
                    publisher?: string;
                    /** @example factory/plant-1/machines/press-4/up */
                    topic: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the topic fits the template. */
                        matches: boolean;
                        /** @description What would become dead letters, and why. */
                        problems: string[];
                        readings: {
                            /** @description Its id or address. */
                            device: string;
                            /** @description Absent where the receive time counts. */
                            observedAtMs?: number;
                            site?: string;
                            units?: {
                                [key: string]: string;
                            };
                            /** @description By the names that the device uses. */
                            values: {
                                [key: string]: unknown;
                            };
                        }[];
                        /** @description What the message says of devices themselves. */
                        reports?: {
                            attributes?: {
                                [key: string]: string;
                            };
                            device: string;
                            site?: string;
                            /**
                             * @description What the device says of itself, or its last will says for it: a status message, a Sparkplug birth or death, a Homie state.
                             * @enum {unknown}
                             */
                            status?: "online" | "offline" | "sleeping";
                        }[];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listLedger: {
        parameters: {
            query?: {
                /** @description Who did it; `system` for what nobody did by hand. */
                actor?: string;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /**
                 * @description Written at this instant or later: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                from?: string;
                /** @description Of this one only: its id, or the number of a ticket; goes with `subject`. */
                id?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /** @description What kind of thing changed. */
                subject?: "ticket" | "site" | "class" | "asset" | "device" | "team" | "technician" | "format" | "failure_code" | "routing" | "workflow" | "ticket_policy" | "maintenance_window" | "calendar" | "sla_policy" | "priority_matrix" | "ticket_template" | "profile" | "account" | "token";
                /**
                 * @description Written before this instant: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                to?: string;
                /** @description Such as created, changed, deleted, transition. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LedgerEvent"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listMaintenanceWindows: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset?: string;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                site?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MaintenanceWindow"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMaintenanceWindow"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceWindow"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /** @example 1 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceWindow"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 1 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMaintenanceWindow"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceWindow"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 1 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listNotices: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                ticket?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Notice"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listOutcomes: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                class?: string;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /**
                 * @description A detector, as `band`, or one version of it, as `band@1`.
                 * @example band@1
                 */
                detector?: string;
                /**
                 * @description Closed then or later: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                from?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /**
                 * @description Closed before: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Outcome"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getPriorityMatrix: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The priority of a ticket by the severity of the fault and the criticality of the asset. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriorityMatrix"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replacePriorityMatrix: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriorityMatrix"];
            };
        };
        responses: {
            /** @description The priority of a ticket by the severity of the fault and the criticality of the asset. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriorityMatrix"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listProfileProposals: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                state?: "open" | "accepted" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ProfileProposal"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createProfileProposal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProposal"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileProposal"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getProfileProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileProposal"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    acceptProfileProposal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalDecision"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileProposal"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    rejectProfileProposal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalDecision"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileProposal"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description true: those that are ignored instead. */
                ignored?: boolean;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Stranger"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getStranger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name under which it is listed, percent-encoded: a slash is %2F.
                 * @example sensor-9
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stranger"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    forgetStranger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description The name under which it is listed, percent-encoded: a slash is %2F.
                 * @example sensor-9
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    approveStranger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description The name under which it is listed, percent-encoded: a slash is %2F.
                 * @example sensor-9
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    asset: string;
                    /**
                     * @description Id of the device; its name unless given. Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    id?: string;
                    /** @description What arrives under another name or in another unit than the metric’s own. */
                    metrics?: {
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                         * @example temperature
                         */
                        metric: string;
                        /** @description Then this is added; the result is in `unit`. Default 0. */
                        offset?: number;
                        /**
                         * @description Raw values are multiplied by this first. Default 1.
                         * @example 0.1
                         */
                        scale?: number;
                        /**
                         * @description The name that the device gives it, exactly as it sends it.
                         * @example Temperatures/Motor 1
                         */
                        source: string;
                        /**
                         * @description The unit in which the device sends it; converted to the unit of the metric.
                         * @example °F
                         */
                        unit?: string;
                    }[];
                    /**
                     * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.
                     * @example 900
                     */
                    silentAfterS?: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description What the device is called in the topics and payloads of its format, where that is not its id: `{group}/{edge node}/{device}` in Sparkplug B, the base name in SenML. Unique; not the id of another device.
                         * @example Plant 1/Press line/Press 4
                         */
                        address: string | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        asset: string;
                        /**
                         * @description The device that publishes for this one, such as a Sparkplug edge node; at the same site. It may also publish itself.
                         * @example gateway-1
                         */
                        gateway: string | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        id: string;
                        /** @description What arrives under another name or in another unit than the metric’s own. */
                        metrics: {
                            /**
                             * @description Letters, digits, dot, underscore and hyphen; starts with a letter or underscore; not "time"; at most 64.
                             * @example temperature
                             */
                            metric: string;
                            /** @description Then this is added; the result is in `unit`. Default 0. */
                            offset?: number;
                            /**
                             * @description Raw values are multiplied by this first. Default 1.
                             * @example 0.1
                             */
                            scale?: number;
                            /**
                             * @description The name that the device gives it, exactly as it sends it.
                             * @example Temperatures/Motor 1
                             */
                            source: string;
                            /**
                             * @description The unit in which the device sends it; converted to the unit of the metric.
                             * @example °F
                             */
                            unit?: string;
                        }[];
                        /** @description How many of its dead letters are read again; null while they are still being counted. */
                        replayed: number | null;
                        /** @description The MQTT password, where it has none of its own. It is shown in this answer only. */
                        secret?: string;
                        /**
                         * @description Seconds without a message after which the device counts as silent, from 10 to 31622400 (a year): longer for one on a battery. The equipment class’s counts when null.
                         * @example 900
                         */
                        silentAfterS: number | null;
                        /**
                         * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                         * @example pump-7
                         */
                        site: string;
                        /**
                         * @example {
                         *       "status": "online",
                         *       "statusSinceMs": 1700000000000,
                         *       "lastSeenMs": 1700000600000,
                         *       "lastObservedMs": 1700000599000,
                         *       "clockAheadMs": -120,
                         *       "silentSinceMs": null,
                         *       "attributes": {
                         *         "firmware": "2.4.1"
                         *       }
                         *     }
                         */
                        state: {
                            /** @description What it says of itself: firmware, serial number and the like. */
                            attributes: {
                                [key: string]: string;
                            };
                            /** @description How far its clock is ahead of ours in ms, negative when it is behind (the way to us counts as behind): the largest difference of about the last hour. Null when it names no times. */
                            clockAheadMs: number | null;
                            /**
                             * @description Event time of its newest reading (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            lastObservedMs: number | null;
                            /**
                             * @description When anything of it was last received (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            lastSeenMs: number | null;
                            /**
                             * @description Its last word, when it is silent for too long (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            silentSinceMs: number | null;
                            status: ("online" | "offline" | "sleeping") | null;
                            /**
                             * @description Since when it has this status (ms since the Unix epoch).
                             * @example 1700000000000
                             */
                            statusSinceMs: number | null;
                        };
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    ignoreStranger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description The name under which it is listed, percent-encoded: a slash is %2F.
                 * @example sensor-9
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stranger"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    revokeRequestLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 12 */
                link: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestLink"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getRouting: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The root: its team takes what no route takes. Weights are for the choice inside a team. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteTree"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceRouting: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RouteTree"];
            };
        };
        responses: {
            /** @description The root: its team takes what no route takes. Weights are for the choice inside a team. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteTree"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    tryRouting: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trial"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    askWhatIf: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatIfRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIf"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What somebody signs in with: letters, digits, and . _ @ + -; starts with a letter or digit; at most 100. Small and capital letters are the same.
                     * @example anna
                     */
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Where the browser goes to sign out at the provider, too. */
                        providerUrl: string | null;
                        signedOut: boolean;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getSignInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        password: boolean;
                        /** @description What it is called. */
                        provider: string | null;
                        setUp: boolean;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current: string;
                    /**
                     * @description At least 12 characters, at most 200.
                     * @example four words that nobody guesses
                     */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    beginProviderSignIn: {
        parameters: {
            query?: {
                /**
                 * @description A page of ours to go on to, as a path; everything else leads to the first page.
                 * @example /tickets/7
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider, or back with what is wrong. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    finishProviderSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page, signed in or with what is wrong. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listSites: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Site"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createSite: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSite"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getSite: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteSite: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    updateSite: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Where it is (WGS 84, degrees).
                     * @example {
                     *       "latitude": 52.52,
                     *       "longitude": 13.4
                     *     }
                     */
                    location?: {
                        latitude: number;
                        longitude: number;
                    } | null;
                    /**
                     * @description What people call it; not blank, at most 100 characters.
                     * @example Cooling water pump 7
                     */
                    name?: string;
                    /**
                     * @description IANA time zone in which the site works, such as Europe/Berlin or UTC.
                     * @example Europe/Berlin
                     */
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getSlaAttainment: {
        parameters: {
            query?: {
                by?: "priority" | "team" | "site";
                /**
                 * @description Tickets made from then on count (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                from?: number;
                /**
                 * @description Tickets made before then count; now, when left out (ms since the Unix epoch).
                 * @example 1700000000000
                 */
                to?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attainment"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getSlaPolicy: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicyVersion"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceSlaPolicy: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlaPolicy"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicyVersion"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listTeams: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Team"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    updateTeam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    lead?: string | null;
                    /**
                     * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                     * @example pump-7
                     */
                    manager?: string | null;
                    /**
                     * @description What people call it; not blank, at most 100 characters.
                     * @example Cooling water pump 7
                     */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listTechnicians: {
        parameters: {
            query?: {
                /** @description Whether tickets are given to them. */
                active?: boolean;
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                site?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                team?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Technician"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createTechnician: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTechnician"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Technician"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTechnician: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Technician"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteTechnician: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    updateTechnician: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TechnicianChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Technician"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTicketPolicy: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPolicy"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceTicketPolicy: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketPolicy"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPolicy"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listTicketTemplates: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TicketTemplate"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createTicketTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketTemplate"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTemplate"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTicketTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTemplate"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceTicketTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketTemplate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTemplate"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    deleteTicketTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listTickets: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                assignee?: string;
                /** @description review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more. */
                category?: "review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled";
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault. */
                kind?: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
                /** @description Entries on a page, at most 500. */
                limit?: number;
                /** @description true: somebody has something to do; false: it is over. */
                open?: boolean;
                /** @description Urgency, P1 first: the severity of the fault and the criticality of the asset together. */
                priority?: "P1" | "P2" | "P3" | "P4";
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                site?: string;
                /** @description true: only what somebody put off; false: without it, as in the list of category review when nothing is said. */
                snoozed?: boolean;
                /** @description priority: P1 first, and of the same priority the oldest first; due: what is due next first, and what has no due date last. */
                sort?: "newest" | "priority" | "due";
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                state?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                team?: string;
                /** @description true: nobody has it, so it waits in its team’s queue. */
                unassigned?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Ticket"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTicketRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTicket: {
        parameters: {
            query?: {
                /**
                 * @description As it was at this instant, by the ledger; as it is now when not given: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.
                 * @example 2026-01-31T12:00:00Z
                 */
                at?: string;
            };
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    updateTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    approveTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in words; not blank, at most 2000 characters. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    assignTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listAttachments: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Attachment"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    addAttachment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file.
                     */
                    file: string;
                    /**
                     * @description internal: for the plant; public: also for whoever asked for the work, on the progress page.
                     * @default internal
                     * @enum {unknown}
                     */
                    visibility?: "internal" | "public";
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    downloadAttachment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                attachment: number;
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    removeAttachment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                attachment: number;
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; nothing to say. */
            204: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listComments: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Comment"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    addComment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createConfirmationLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRequestLink"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeRequestLink"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listDecisions: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Decision"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTicketDwell: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Dwell"][];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listRolledUpFaults: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RolledUpFault"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listTicketFindings: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Finding"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    mergeTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getTicketRelations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relations"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createProgressLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRequestLink"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeRequestLink"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listTicketRequesters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            contact: string | null;
                            createdAtMs: number;
                            id: number;
                            name: string | null;
                            report: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    snoozeTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    wakeTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    splitTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    transitionTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransitionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listWatchers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 12 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: string[];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    watchTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 12 */
                number: number;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                watcher: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: string[];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    unwatchTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 12 */
                number: number;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                watcher: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: string[];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    changeTickets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In the order asked. */
                        items: {
                            number: number;
                            problem?: components["schemas"]["Problem"];
                            state?: string;
                            /** @description As a request for this ticket alone would have been answered. */
                            status: number;
                            version?: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    countTickets: {
        parameters: {
            query?: {
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                asset?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                assignee?: string;
                /** @description review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more. */
                category?: "review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled";
                /** @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault. */
                kind?: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
                /** @description true: somebody has something to do; false: it is over. */
                open?: boolean;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                site?: string;
                /** @description true: only what somebody put off; false: without it, as in the list of category review when nothing is said. */
                snoozed?: boolean;
                /**
                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                 * @example on_site
                 */
                state?: string;
                /**
                 * @description Letters, digits, dot, underscore and hyphen; starts with a letter or digit; at most 64.
                 * @example pump-7
                 */
                team?: string;
                /** @description true: nobody has it, so it waits in its team’s queue. */
                unassigned?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketCounts"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description The nextCursor of the page before; opaque. */
                cursor?: string;
                /** @description Entries on a page, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AccessToken"][];
                        /**
                         * @description Ask with this as `cursor` for the next page; null at the end.
                         * @example null
                         */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccessToken"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeAccessToken"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    listWorkflows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * @description States and transitions of a kind of ticket. A ticket keeps the version it began with.
                             * @example {
                             *       "initial": "reported",
                             *       "states": [
                             *         {
                             *           "id": "reported",
                             *           "category": "review"
                             *         },
                             *         {
                             *           "id": "at_work",
                             *           "category": "active",
                             *           "working": true
                             *         },
                             *         {
                             *           "id": "done",
                             *           "category": "closed"
                             *         }
                             *       ],
                             *       "transitions": [
                             *         {
                             *           "from": [
                             *             "reported"
                             *           ],
                             *           "to": "at_work"
                             *         },
                             *         {
                             *           "from": [
                             *             "at_work"
                             *           ],
                             *           "to": "done",
                             *           "requires": [
                             *             "failureCode",
                             *             "outcome"
                             *           ]
                             *         }
                             *       ]
                             *     }
                             */
                            document: {
                                /** @description Steps that are made at once, by nobody, when a ticket comes into `from`. */
                                automatic?: {
                                    /**
                                     * @description Small letters, digits and underscore; starts with a letter; at most 32.
                                     * @example on_site
                                     */
                                    from: string;
                                    /**
                                     * @description Small letters, digits and underscore; starts with a letter; at most 32.
                                     * @example on_site
                                     */
                                    to: string;
                                }[];
                                /**
                                 * @description Small letters, digits and underscore; starts with a letter; at most 32.
                                 * @example on_site
                                 */
                                initial: string;
                                states: {
                                    /**
                                     * @description review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more.
                                     * @enum {unknown}
                                     */
                                    category: "review" | "planned" | "assigned" | "active" | "paused" | "resolved" | "verifying" | "closed" | "rejected" | "cancelled";
                                    /**
                                     * @description Small letters, digits and underscore; starts with a letter; at most 32.
                                     * @example on_site
                                     */
                                    id: string;
                                    /** @description Somebody is at the machine: other findings on the asset are muted meanwhile. */
                                    working?: boolean;
                                }[];
                                transitions: {
                                    /**
                                     * @description Somebody of this role must have approved since the ticket came into the state.
                                     * @enum {unknown}
                                     */
                                    approval?: "administrator" | "planner" | "technician" | "lead" | "manager";
                                    /** @description Only these roles may make it. */
                                    by?: ("administrator" | "planner" | "technician" | "lead" | "manager")[];
                                    /** @description Every item of the checklist must be done. */
                                    checklist?: boolean;
                                    from: string[];
                                    requires?: ("reason" | "rejectionCode" | "failureCode" | "outcome" | "resolution" | "assignee")[];
                                    /**
                                     * @description Small letters, digits and underscore; starts with a letter; at most 32.
                                     * @example on_site
                                     */
                                    to: string;
                                }[];
                            };
                            /**
                             * @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault.
                             * @enum {unknown}
                             */
                            kind: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
                            version: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getWorkflow: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: {
                /**
                 * @description Answer 304 without a body where the resource still has this version: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-none-match"?: components["parameters"]["if_none_match_390273"];
            };
            path: {
                /** @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault. */
                kind: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                    "application/yaml": components["schemas"]["Workflow"];
                };
            };
            /** @description The caller has this version already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    replaceWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.
                 * @example anna
                 */
                "acting-as"?: components["parameters"]["acting_as_141aac"];
                /**
                 * @description 1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, and the same one when it is sent again. For 24 hours that answers what the first did (with `Idempotency-Replayed: true`) and changes nothing. Errors are not kept.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: components["parameters"]["idempotency_key_9d62d3"];
                /**
                 * @description Change it only where it still has this version; 412 otherwise: an ETag as an answer gives it, in double quotes, such as "12"; several with commas between; or *.
                 * @example "12"
                 */
                "if-match"?: components["parameters"]["if_match_01e334"];
            };
            path: {
                /** @description predictive: a detector saw a fault coming; preventive: it is due; corrective: something is broken; inspection: somebody should look; instrumentation: the sensor itself is at fault. */
                kind: "predictive" | "preventive" | "corrective" | "inspection" | "instrumentation";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Workflow"];
                "application/yaml": components["schemas"]["Workflow"];
            };
        };
        responses: {
            /** @description States and transitions of a kind of ticket. A ticket keeps the version it began with. */
            200: {
                headers: {
                    /** @description The version, for If-None-Match and If-Match. */
                    ETag?: string;
                    /** @description `true` where a former request with this Idempotency-Key was carried out, and this is its answer. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            400: components["responses"]["problem_400_60e618"];
            401: components["responses"]["problem_401_28b25a"];
            403: components["responses"]["problem_403_7580c9"];
            404: components["responses"]["problem_404_b172a3"];
            409: components["responses"]["problem_409_a45551"];
            412: components["responses"]["problem_412_51431e"];
            413: components["responses"]["problem_413_c05463"];
            415: components["responses"]["problem_415_5247a5"];
            422: components["responses"]["problem_422_b3b15a"];
            429: components["responses"]["problem_429_1209c7"];
            503: components["responses"]["problem_503_f47d48"];
        };
    };
    getConfirmationPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["problem_400_dad073"];
            404: components["responses"]["problem_404_b28705"];
            429: components["responses"]["problem_429_a83dc7"];
            503: components["responses"]["problem_503_b75826"];
        };
    };
    confirmRepair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description In up to 2000 characters. */
                    comment?: string;
                    /** @enum {unknown} */
                    fixed: "yes" | "no";
                    /** @enum {unknown} */
                    rating?: "1" | "2" | "3" | "4" | "5";
                };
            };
        };
        responses: {
            /** @description Said; `location` is the page with the answer. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_dad073"];
            404: components["responses"]["problem_404_b28705"];
            413: components["responses"]["problem_413_ee9ba1"];
            415: components["responses"]["problem_415_a21fe2"];
            429: components["responses"]["problem_429_a83dc7"];
            503: components["responses"]["problem_503_b75826"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example ok */
                        status: string;
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getProgressPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["problem_400_dad073"];
            404: components["responses"]["problem_404_b28705"];
            429: components["responses"]["problem_429_a83dc7"];
            503: components["responses"]["problem_503_b75826"];
        };
    };
    addRequesterComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    body: string;
                };
            };
        };
        responses: {
            /** @description Said; `location` is the page of the ticket. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_dad073"];
            404: components["responses"]["problem_404_b28705"];
            413: components["responses"]["problem_413_ee9ba1"];
            415: components["responses"]["problem_415_a21fe2"];
            429: components["responses"]["problem_429_a83dc7"];
            503: components["responses"]["problem_503_b75826"];
        };
    };
    getReportPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["problem_400_dad073"];
            404: components["responses"]["problem_404_b28705"];
            429: components["responses"]["problem_429_a83dc7"];
            503: components["responses"]["problem_503_b75826"];
        };
    };
    reportFault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description Telephone or mail for questions, in up to 200 characters. */
                    contact?: string;
                    /** @description A number that keeps the same form from being two reports. */
                    form?: string;
                    /** @description Who reports it, in up to 100 characters. */
                    name?: string;
                    /**
                     * Format: binary
                     * @description An image.
                     */
                    photo?: string;
                    /**
                     * @description How bad it is.
                     * @enum {unknown}
                     */
                    severity: "critical" | "major" | "minor";
                    /** @description What is wrong, in up to 2000 characters. */
                    what: string;
                };
            };
        };
        responses: {
            /** @description Reported; `location` is the page of the ticket. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["problem_400_dad073"];
            404: components["responses"]["problem_404_b28705"];
            413: components["responses"]["problem_413_ee9ba1"];
            415: components["responses"]["problem_415_a21fe2"];
            429: components["responses"]["problem_429_a83dc7"];
            503: components["responses"]["problem_503_b75826"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            [key: string]: string;
                        };
                        ok: boolean;
                    };
                };
            };
            503: components["responses"]["problem_503_3cd4c4"];
        };
    };
}
