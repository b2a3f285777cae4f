import Access
import Hummingbird
import Jobs
import Records
package import Reports
import Statistics
import Support

/// Downloads (`pages.md`, *Files*): sent at once (GET), or queued and announced by e-mail (POST to the same URL).
enum Downloads {
  /// Parses a request into the file it asks for, before permissions are checked.
  typealias Reading = @Sendable (WebRequest, Query) throws -> ExportKind
  typealias Answer = @Sendable (WebRequest) async throws -> Response

  /// Parameters of every download, in addition to its filters. Only pages use `ask`, for a confirmation.
  static let parameters: Parameters = ["format", "about"]
  static let pageParameters = parameters + ["ask"]

  static let users: Reading = { _, query in
    let wanted = try UserListRequest(query)
    return .users(
      .init(
        tab: wanted.tab.rawValue, search: wanted.search, groups: wanted.groups, subgroups: wanted.subgroups,
        conditions: wanted.conditionList, fields: query.list("field")))
  }

  static let user: Reading = { visit, _ in .user(try visit.parameter("id")) }

  /// A custom report of any type.
  static func report(_ kind: CustomReport.Kind) -> Reading {
    { visit, query in
      let choice = try ReportFilters(query)
      _ = try choice.request(visit.services.settings.style, now: visit.now, kind)
      return ExportKind(kind, choice)
    }
  }

  static let collaborativeActivities: Reading = { visit, query in
    let wanted = try UserListRequest(query, visit.activities)
    return .collaborativeActivities(search: wanted.search, conditions: wanted.conditionList)
  }

  static let registrations: Reading = { _, query in
    let wanted = try UserListRequest(query, .members)
    return .registrations(search: wanted.search, conditions: wanted.conditionList)
  }

  /// Streams the file while it is generated.
  static func now(_ reading: @escaping Reading) -> Answer {
    { visit in
      let query = try visit.query()
      return try await send(try order(reading, visit, query), visit, query)
    }
  }

  static func send(_ order: ExportRequest, _ visit: WebRequest, _ query: Query) async throws -> Response {
    let (viewer, settings, now) = (try visit.viewer, visit.services.settings.files, visit.now)
    let head = try await visit.read { try order.head(for: viewer, settings, now: now, $0) }
    if let question = try await LargeDownloadPrompt.page(before: order, visit, query) { return question }
    if order.hasSideFile {
      throw BadRequest("about", "needs a second file with CSV and NDJSON; use POST, or format=xlsx")
    }
    let action = "\(order.content.kind).download"
    return try await FileResponse(visit: visit, format: order.format, fileName: head.fileName)
      .response(action, subject: head.subject, about: order.content.type) { session in
        let report = try order.content.report(for: viewer, settings, now: now, session)
        guard order.about else { return report }
        return SealedReport(report, order.seal(report, named: head.fileName, for: viewer, settings, now: now))
      }
  }

  /// Creates a job, and redirects to its page.
  static func later(_ reading: @escaping Reading) -> Answer {
    { visit in
      let query = try await visit.ordered()
      return try await queue(try order(reading, visit, query), visit)
    }
  }

  static func queue(_ order: ExportRequest, _ visit: WebRequest) async throws -> Response {
    let (viewer, settings, now) = (try visit.viewer, visit.services.settings, visit.now)
    let id = try await visit.write { session in
      _ = try order.head(for: viewer, settings.files, now: now, session)
      return try Job.add(order, for: viewer, isMailed: settings.mail != nil, now: settings.machineNow(), session)
    }
    guard let id else { throw TooManyJobs() }
    let page = "/downloads/\(id)"
    guard visit.request.wantsProblem else { return .redirect(to: page, type: .normal) }
    var response = JSONValue.object([
      ("id", .string(id)), ("state", .string(Job.State.waiting.rawValue)), ("location", .string(page)),
    ]).response(.accepted)
    response.headers[.location] = page
    return response
  }

  static func order(_ reading: Reading, _ visit: WebRequest, _ query: Query) throws -> ExportRequest {
    let name = query["name"].map { String($0.unicodeScalars.prefix(ExportRequest.nameLimit)) }
    let format = try query.choice("format", default: FileFormat.csv)
    let content = try reading(visit, query)
    let about = query["about"] != nil
    return switch content {
    case .generalStats, .table: ExportRequest(content, format: format, name: name, about: about)
    default: ExportRequest(content, format: format, about: about)
    }
  }
}

/// The user has as many open jobs as allowed.
struct TooManyJobs: Error {}

extension ReportFilters {
  /// The filters of a type of report.
  static func parameters(_ kind: CustomReport.Kind) -> Parameters {
    let filters = kind.type.filters
    let all: [Parameter] = [
      .many("group"), "subgroups", .many("user"), .many(Condition.parameter), .many("column"),
    ]
    let own: [Parameter] = kind.type.isSummary ? [.many("by"), "total"] : [.many("field")]
    return Parameters(
      all + own + (filters.contains(.session) ? [.many("session")] : [])
        + (filters.contains(.date) ? ["from", "to", "period"] : []))
  }

  /// From query parameters.
  init(_ query: Query) throws {
    self.init()
    groups = query.all("group")
    subgroups = try query.flag("subgroups")
    conditions = query.conditions.isEmpty ? nil : query.conditions
    users = query.all("user")
    sessions = query.all("session")
    if query["period"] != nil { period = try query.choice("period", default: RelativePeriod.last7Days) }
    from = query["from"]
    to = query["to"]
    fields = query.list("field")
    columns = query.list("column").flatMap { $0.isEmpty ? nil : $0 }
    by = query.all("by").isEmpty ? nil : query.all("by")
    hasTotal = try query.flag("total")
  }
}

extension ExportRequest {
  /// The query parameters of a custom report's download.
  func query(_ choice: ReportFilters) -> Query {
    let own = [("name", name), ("format", format.rawValue), ("about", about ? "1" : nil)]
    return Query(own.compactMap { name, value in value.map { (name, $0) } }).adding(choice.query)
  }
}

extension ReportFilters {
  /// As query parameters.
  var query: Query {
    let once = [
      ("from", from), ("to", to), ("period", period?.rawValue), ("subgroups", subgroups.map { "\($0)" }),
      ("total", hasTotal == true ? "true" : nil),
    ]
    let lists = [
      ("by", by ?? []), ("group", groups), ("user", users), ("session", sessions),
      (Condition.parameter, conditions ?? []),
      // An empty list differs from an absent one.
      ("field", fields.map { $0.isEmpty ? [""] : $0 } ?? []), ("column", columns ?? []),
    ]
    return Query(
      once.compactMap { name, value in value.map { (name, $0) } }
        + lists.flatMap { name, all in all.map { (name, $0) } })
  }
}

extension WebRequest {
  /// The parameters of the query and the form of a POST. API clients need no form; a read-only token must use GET.
  func ordered() async throws -> Query {
    let address = try query()
    if isByToken, isReadOnly { throw AccessDenied.notPermitted }
    if isByToken, !request.hasForm { return address }
    let both = address.adding(isByToken ? try await unguardedForm() : try await form())
    try checkForm(both)
    return both
  }
}

extension SiteSettings {
  package var files: FileSettings {
    FileSettings(style: style, repliesCountAsPublications: repliesCountAsPublications)
  }
}
