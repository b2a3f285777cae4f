import Access
import Accounts
import Hummingbird
import Reports
import SingleSignOn
import Statistics

/// All routes: method, path, permission, accepted parameters, handler. Those of programs are in `Routes+API.swift`,
/// since one file would be too long.
enum Routes {
  static let all: [Route] =
    signIn + account + overviewPages + users + sectionFiles + people + members + entities + reports + reportFiles
    + downloads + pickers + api + overview + entityRows + reportRows + directory + xapi

  /// Signing in and out, and setting a password by a link.
  private static let signIn: [Route] = [
    .get("/signin", .anyone, .query(["return_to", "password"]), SignInPage.show),
    .post("/signin", .anyone, .form(["email", "password", "return_to"]), SignInPage.signIn),
    .post("/signout", .signedIn, .form(.none), SignInPage.signOut),
    .get("/signin/password", .anyone, .query(["key"]), PasswordPage.show),
    .post("/signin/password", .anyone, .form(["email", "new", "again"]), PasswordPage.set),
    .get("/signin/forgotten", .anyone, .query(.none), ForgottenPage.show),
    .post("/signin/forgotten", .anyone, .form(["email"]), ForgottenPage.ask),
    .get("/signin/sso", .anyone, .query(["return_to"]), SingleSignOnPage.start),
    // Providers send parameters that were not requested (`session_state`, `scope`); a client must ignore unknown ones
    // (RFC 6749, section 4.1.2).
    .get(SingleSignOnSettings.callback, .anyone, .anything, SingleSignOnPage.finish),
  ]

  /// The viewer's account, the audit log, and the sources of records.
  private static let account: [Route] = [
    .get("/account", .signedIn, .query(["password", "before"]), AccountPage.show),
    .post("/account/password", .signedIn, .form(["email", "present", "new", "again"]), AccountPage.changePassword),
    .get("/account/sessions", .signedIn, .query(.none), AccountSessions.askEverywhere),
    .post("/account/sessions", .signedIn, .form(.none), AccountSessions.signOutEverywhere),
    .get("/account/sessions/:session/end", .signedIn, .query(.none), AccountSessions.askEnd),
    .post("/account/sessions/:session/end", .signedIn, .form(.none), AccountSessions.end),
    .post(
      "/account/tokens", .signedIn, .form(["name", "expires", "access", "email", "password"]), AccountTokens.create),
    .get("/account/tokens/:key/revoke", .signedIn, .query(.none), AccountTokens.askRevoke),
    .post("/account/tokens/:key/revoke", .signedIn, .form(.none), AccountTokens.revoke),
    .get("/audit", .role(\.readsAuditLog), .query(AuditPage.parameters), AuditPage.show),
    .get("/audit/download", .role(\.readsAuditLog), .query(["user", "format"]), AuditPage.download),
    .get(SourcesPage.path, .role(\.seesSources), .query(.none), SourcesPage.show),
    .get(DoorPage.path, .role(\.seesSources), .query(["said"]), DoorPage.show),
    .post(
      "/lrs/credentials", .role(\.seesSources),
      .form(["name", .many("scope"), "lenient", "no_derive", "email", "password"]),
      DoorCredentials.create),
    .get("/lrs/credentials/:credential/revoke", .role(\.seesSources), .query(.none), DoorCredentials.ask),
    .post("/lrs/credentials/:credential/revoke", .role(\.seesSources), .form(.none), DoorCredentials.revoke),
    .get("/sources/:source", .role(\.seesSources), .query(.none), SourcePage.show),
    .get("/sources/:source/runs/:run/notes", .role(\.seesSources), .query(.none), SourcePage.notes),
  ]

  /// The overview, and the lists of what needs attention now.
  private static let overviewPages: [Route] =
    [
      .get("/", .signedIn, .query(.none), HomePage.show),
      .get(OwnHomePage.path, .signedIn, .query(.none), OwnHomePage.show),
      .get(OverviewPage.path, .role(\.seesUsers), .query(OverviewPage.parameters), OverviewPage.show),
    ]
    + AttentionKind.allCases.flatMap { kind -> [Route] in
      [
        .get(AttentionPage.path(kind), .role(\.seesUsers), .query(AttentionPage.parameters)) {
          try await AttentionPage.show(kind, $0)
        },
        .get("\(AttentionPage.path(kind))/download", .role(\.seesUsers), .query(OverviewQuery.parameters + ["format"]))
        {
          try await AttentionFile.send(kind, $0)
        },
      ]
    }

  /// Users, the details behind the rows of their pages, and the records behind their numbers.
  private static let users: [Route] = [
    .get("/users", .role(\.seesUsers), .query(UserListRequest.pageParameters(.users)), UsersPage.show),
    .get(
      "/users/download", .role(\.seesUsers), .query(Downloads.pageParameters + UserListRequest.fileParameters(.users)),
      Downloads.now(Downloads.users)),
    .post(
      "/users/download", .role(\.seesUsers),
      .queryOrForm(Downloads.parameters + UserListRequest.fileParameters(.users)), Downloads.later(Downloads.users)),
    .get(
      "/users/:id", .signedIn, .query(SectionRequest.parameters(UserSection.allCases.map(\.rawValue))), UserPage.show),
    .get("/users/:id/download", .signedIn, .query(Downloads.pageParameters), Downloads.now(Downloads.user)),
    .post("/users/:id/download", .signedIn, .queryOrForm(Downloads.parameters), Downloads.later(Downloads.user)),
    .get("/users/:id/programs/:session", .signedIn, .query(SectionRequest.parameters(["blocks"])), BlocksPage.program),
    .get("/users/:id/paths/:session", .signedIn, .query(SectionRequest.parameters(["steps"])), BlocksPage.path),
    .get(
      "/users/:id/courses/:course/attempts", .signedIn,
      .query(CourseAttempts.Narrowing.parameters + SectionRequest.parameters(["attempts"])), AttemptsPage.show),
    .get("/users/:id/questions/:question", .signedIn, .query(SectionRequest.parameters(["answers"])), AnswersPage.show),
    .get("/users/:id/answers/:answer", .signedIn, .query(.none), AnswerPage.show),
    .get("/users/:id/statistics/:key", .signedIn, .query(EvidenceRequest.pageParameters), EvidencePage.show),
  ]

  private static let sectionFiles: [Route] = UserSection.allCases.map { section in
    .get(
      "/users/:id/sections/\(section.rawValue)/download", .signedIn,
      .query(SectionRequest.fileParameters(section.rawValue) + ["format"])
    ) { try await Downloads.userSection(section, $0) }
  }

  /// Teams, comparisons, public statistics, collaborative activities.
  private static let people: [Route] = [
    .get("/users/:id/team", .role(\.seesUsers), .query(TeamTable.parameters), TeamPage.show),
    .get(
      "/users/:id/team/download", .role(\.seesUsers), .query(["format", .many(Condition.parameter)]), Downloads.team),
    .get(ComparePage.path, .role(\.seesUsers), .query(ComparePage.parameters), ComparePage.show),
    .get("/users/:id/identities", .role(\.seesSources), .query(["said"]), IdentitiesPage.show),
    .post("/users/:id/identities", .role(\.seesSources), .form(["kind", "value", "move"]), IdentitiesPage.add),
    .get("/users/:id/identities/remove", .role(\.seesSources), .query(["kind", "value"]), IdentitiesPage.ask),
    .post(
      "/users/:id/identities/remove", .role(\.seesSources), .queryOrForm(["kind", "value"]), IdentitiesPage.remove),
    .get("/people/:id", .signedIn, .query(.none), PublicPage.show),
    .get("/people/:id/card", .signedIn, .query(.none), PublicPage.card),
    .get(
      "/collaborative-activities", .role(\.seesCollaborativeActivities),
      .query(UserListRequest.pageParameters(.members)), CollaborativeActivitiesPage.show),
    .get(
      "/collaborative-activities/download", .role(\.seesCollaborativeActivities),
      .query(Downloads.pageParameters + UserListRequest.fileParameters(.members)),
      Downloads.now(Downloads.collaborativeActivities)),
    .post(
      "/collaborative-activities/download", .role(\.seesCollaborativeActivities),
      .queryOrForm(Downloads.parameters + UserListRequest.fileParameters(.members)),
      Downloads.later(Downloads.collaborativeActivities)),
  ]

  /// Members, and the custom fields of users. `MemberAccess` decides who may do what to which member.
  private static let members: [Route] = [
    .get("/members", .role(\.seesMembers), .query(UserListRequest.pageParameters(.members)), MembersPage.show),
    .get(
      "/members/download", .role(\.seesMembers),
      .query(Downloads.pageParameters + UserListRequest.fileParameters(.members)),
      Downloads.now(Downloads.registrations)),
    .post(
      "/members/download", .role(\.seesMembers),
      .queryOrForm(Downloads.parameters + UserListRequest.fileParameters(.members)),
      Downloads.later(Downloads.registrations)),
    .get("/members/new", .role(\.seesMembers), .query(.none), MemberPage.new),
    .post("/members/new", .role(\.seesMembers), .form(MemberForm.parameters), MemberPage.create),
    .get("/members/:id", .role(\.seesMembers), .query(["said"]), MemberPage.show),
    .post("/members/:id", .role(\.seesMembers), .form(MemberForm.parameters), MemberPage.change),
    .get("/members/:id/delete", .role(\.seesMembers), .query(.none), MemberDeletion.ask),
    .post("/members/:id/delete", .role(\.seesMembers), .form(.none), MemberDeletion.delete),
    .post("/members/:id/restore", .role(\.seesMembers), .form(MemberForm.restored), MemberDeletion.restore),
    .post("/members/:id/link", .role(\.seesMembers), .form(.none), MemberLink.post),
    .get("/custom-fields", .role(\.changesCustomFields), .query(["said"]), CustomFieldsPage.list),
    .post("/custom-fields", .role(\.changesCustomFields), .form(["title", "type"]), CustomFieldsPage.create),
    .get("/custom-fields/:field", .role(\.changesCustomFields), .query(["said"]), CustomFieldsPage.show),
    .post("/custom-fields/:field", .role(\.changesCustomFields), .form(["title"]), CustomFieldsPage.rename),
    .get("/custom-fields/:field/delete", .role(\.changesCustomFields), .query(.none), CustomFieldDeletion.ask),
    .post("/custom-fields/:field/delete", .role(\.changesCustomFields), .form(["values"]), CustomFieldDeletion.delete),
  ]

  /// The pages that *View* links to, their files, and the lists that link to them. `EntityAccess` decides who may open
  /// one and which users they see there.
  private static let entities: [Route] = EntityKind.allCases.flatMap { kind -> [Route] in
    [
      .get("/\(kind.rawValue)", .role { $0.opens(kind) }, .query(EntityListRequest.pageParameters)) {
        try await EntitiesPage.show(kind, $0)
      },
      .get("/\(kind.rawValue)/download", .role { $0.opens(kind) }, .query(EntityListRequest.parameters + ["format"])) {
        try await EntityListFile.send(kind, $0)
      },
      .get("/\(kind.rawValue)/:id", .signedIn, .query(EntityPage.parameters(kind))) {
        try await EntityPage.show(kind, $0)
      },
      .get("/\(kind.rawValue)/:id/download", .signedIn, .query(["format"] + RosterRows.filters)) {
        try await EntityFile.send(kind, $0)
      },
    ]
  }

  /// Custom reports, run by their owner or by users they are shared with.
  private static let reports: [Route] = [
    .get("/reports", .role(\.seesUsers), .query(.none), ReportsPage.list),
    .post("/reports", .role(\.seesUsers), .queryOrForm(ReportForm.parameters), ReportsPage.add),
    .get("/reports/new", .role(\.seesUsers), .query(ReportForm.parameters), ReportPage.new),
    .get("/reports/new/download", .role(\.seesUsers), .query(ReportForm.parameters + ["ask"]), ReportPage.download),
    .post("/reports/new/download", .role(\.seesUsers), .form(ReportForm.parameters), ReportPage.downloadLater),
    .get(SchedulesPage.path, .role(\.seesSchedules), .query(SchedulesPage.parameters), SchedulesPage.show),
    .get("/reports/:report", .role(\.seesUsers), .query(ReportForm.parameters + ReportPage.notes), ReportPage.show),
    .post("/reports/:report", .role(\.seesUsers), .queryOrForm(ReportForm.parameters), ReportsPage.change),
    .post("/reports/:report/duplicate", .role(\.seesUsers), .queryOrForm(.none), ReportsPage.duplicate),
    .get("/reports/:report/delete", .role(\.seesUsers), .query(.none), ReportDeletion.ask),
    .post("/reports/:report/delete", .role(\.seesUsers), .queryOrForm(.none), ReportDeletion.delete),
    .get("/reports/:report/download", .role(\.seesUsers), .query(["format"]), SharedReportPage.download),
    .post("/reports/:report/download", .role(\.seesUsers), .queryOrForm(["format"]), SharedReportPage.downloadLater),
    .get("/reports/:report/leave", .role(\.seesUsers), .query(.none), ReportDeletion.askLeave),
    .post("/reports/:report/leave", .role(\.seesUsers), .queryOrForm(.none), ReportDeletion.leave),
    .get("/reports/:report/take-over", .role(\.seesSchedules), .query(.none), TakeOver.ask),
    .post("/reports/:report/take-over", .role(\.seesSchedules), .queryOrForm(.none), TakeOver.post),
  ]

  /// A report of each type, as a file: at once, or queued.
  private static let reportFiles: [Route] = CustomReport.Kind.allCases.flatMap { kind -> [Route] in
    let permission = Route.Permission.role { kind.isOpen(to: $0) }
    let (file, choice) = ("/reports/\(kind.rawValue)/download", ReportFilters.parameters(kind))
    return [
      .get(
        file, permission, .query(choice + Downloads.pageParameters + ["name"]), Downloads.now(Downloads.report(kind))),
      .post(
        file, permission, .queryOrForm(choice + Downloads.parameters + ["name"]),
        Downloads.later(Downloads.report(kind))),
    ]
  }

  /// The viewer's files, the help page, and the charting library, if it is installed.
  private static let downloads: [Route] = [
    .get("/downloads", .signedIn, .query(.none), DownloadsPage.list),
    .get("/downloads/:job", .signedIn, .query(["key"]), DownloadsPage.show),
    .get("/downloads/:job/file", .signedIn, .query(.none), DownloadsPage.file),
    .get("/downloads/:job/about", .signedIn, .query(.none), DownloadsPage.about),
    .get("/downloads/:job/cancel", .signedIn, .query(.none), DownloadsPage.askCancel),
    .post("/downloads/:job/cancel", .signedIn, .form(.none), DownloadsPage.cancel),
    .post("/downloads/:job/retry", .signedIn, .form(.none), DownloadsPage.retry),
    .get("/help/statistics", .signedIn, .query(.none), HelpPage.show),
    // Pages add the version to the URL, so that browsers fetch a new one.
    .get("/libraries/chart.js", .anyone, .query(["v"]), ChartLibrary.show),
  ]

  /// What pickers search: groups and sessions for filters and sharing, groups that memberships can be given in, values
  /// of conditions.
  private static let pickers: [Route] =
    [.get(PaletteAPI.path, .signedIn, .query(["q"]), PaletteAPI.search)]
    + [.get(SuggestionsAPI.path, .signedIn, .query(SuggestionsAPI.parameters), SuggestionsAPI.search)]
    + Choices.Kind.allCases.map { kind in
      .get(
        PickerAPI.path(kind), kind == .memberGroups ? .role(\.seesMembers) : .role(\.seesUsers), .query(["q"]),
        PickerAPI.search(kind))
    }
}
