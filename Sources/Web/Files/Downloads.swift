import Access
import Hummingbird
import Jobs
import Records
package import Reports
import Statistics

/// The files (`pages.md`, *Files*): at once (GET), or made later and told by a letter (POST to the same address).
enum Downloads {
  /// What an address asks for, before anybody's rights are looked at.
  typealias Reading = @Sendable (Visit, Query) throws -> FileContent
  typealias Answer = @Sendable (Visit) async throws -> Response

  /// Of every file; what narrows it comes beside. Only a page asks before a long wait.
  static let parameters: Parameters = ["format", "about"]
  static let pageParameters = parameters + ["ask"]

  static let users: Reading = { _, query in
    let wanted = try UserListRequest(query)
    return .users(
      .init(tab: wanted.tab.rawValue, search: wanted.search, groups: wanted.groups, fields: query.list("field")))
  }

  static let user: Reading = { visit, _ in .user(try visit.parameter("id")) }

  /// A custom report of any type.
  static func report(_ kind: CustomReport.Kind) -> Reading {
    { visit, query in
      let choice = try GeneralStatsChoice(query)
      _ = try choice.request(visit.services.settings.style, now: visit.now, kind)
      return FileContent(kind, choice)
    }
  }

  static let collaborativeActivities: Reading = { _, query in
    .collaborativeActivities(search: try UserListRequest.search(query))
  }

  static let registrations: Reading = { _, query in .registrations(search: try UserListRequest.search(query)) }

  /// Sends the file while it is made.
  static func now(_ reading: @escaping Reading) -> Answer {
    { visit in
      let query = try visit.query()
      return try await send(try order(reading, visit, query), visit, query)
    }
  }

  static func send(_ order: FileOrder, _ visit: Visit, _ query: Query) async throws -> Response {
    let (viewer, settings, now) = (try visit.viewer, visit.services.settings.files, visit.now)
    let head = try await visit.read { try order.head(for: viewer, settings, now: now, $0) }
    if let question = try await DownloadQuestion.page(before: order, visit, query) { return question }
    if order.hasSideFile {
      throw BadRequest("about", "is a second file beside CSV and NDJSON: ask by POST, or for format=xlsx")
    }
    let action = "\(order.content.kind).download"
    return try await FileAnswer(visit: visit, format: order.format, fileName: head.fileName)
      .response(action, subject: head.subject, about: order.content.type) { session in
        let report = try order.content.report(for: viewer, settings, now: now, session)
        guard order.about else { return report }
        return SealedReport(report, order.seal(report, named: head.fileName, for: viewer, settings, now: now))
      }
  }

  /// Makes a job, and leads to its page.
  static func later(_ reading: @escaping Reading) -> Answer {
    { visit in
      let query = try await visit.ordered()
      return try await queue(try order(reading, visit, query), visit)
    }
  }

  static func queue(_ order: FileOrder, _ visit: Visit) async throws -> Response {
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

  static func order(_ reading: Reading, _ visit: Visit, _ query: Query) throws -> FileOrder {
    let name = query["name"].map { String($0.unicodeScalars.prefix(FileOrder.nameLimit)) }
    let format = try query.choice("format", default: FileFormat.csv)
    let content = try reading(visit, query)
    let about = query["about"] != nil
    return switch content {
    case .generalStats, .table: FileOrder(content, format: format, name: name, about: about)
    default: FileOrder(content, format: format, about: about)
    }
  }
}

/// Somebody waits for as many files as they may.
struct TooManyJobs: Error {}

extension GeneralStatsChoice {
  /// Those that a type of report has.
  static func parameters(_ kind: CustomReport.Kind) -> Parameters {
    let filters = kind.type.filters
    let all: [Parameter] = [.many("group"), .many("user"), .many("field"), .many("column")]
    return Parameters(
      all + (filters.contains(.session) ? [.many("session")] : [])
        + (filters.contains(.date) ? ["from", "to", "period"] : []))
  }

  /// From an address.
  init(_ query: Query) throws {
    self.init()
    groups = query.all("group")
    users = query.all("user")
    sessions = query.all("session")
    if query["period"] != nil { period = try query.choice("period", default: RelativePeriod.last7Days) }
    from = query["from"]
    to = query["to"]
    fields = query.list("field")
    columns = query.list("column").flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension FileOrder {
  /// The parameters of the address at which its file is, for a custom report.
  func query(_ choice: GeneralStatsChoice) -> Query {
    let once = [
      ("name", name), ("format", format.rawValue), ("about", about ? "1" : nil), ("from", choice.from),
      ("to", choice.to), ("period", choice.period?.rawValue),
    ]
    let lists = [
      ("group", choice.groups), ("user", choice.users), ("session", choice.sessions),
      // An empty list is not the same as none.
      ("field", choice.fields.map { $0.isEmpty ? [""] : $0 } ?? []), ("column", choice.columns ?? []),
    ]
    return Query(
      once.compactMap { name, value in value.map { (name, $0) } }
        + lists.flatMap { name, all in all.map { (name, $0) } })
  }
}

extension Visit {
  /// The parameters of an address that is posted to, and of the form with it. A program's token needs no form; one
  /// that may read alone asks for files by GET.
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
    FileSettings(style: style, repliesCountAsPublications: repliesCountAsPublications) { key in
      Language.english?.optional("statistic_\(key)_definition")
    }
  }
}
