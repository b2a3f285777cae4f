import Access
import DatabaseAccess
import Foundation
import Hummingbird
import LRS
import Records
import Support

/// Statements (xAPI 1.0.3, Communication 2.1.3): reading.
enum StatementReading {
  private static let single = ["statementId", "voidedStatementId"]
  private static let forms = ["format", "attachments"]
  private static let filters = [
    "agent", "verb", "activity", "registration", "related_activities", "related_agents", "since", "until", "limit",
    "ascending", "cursor",
  ]

  static func answer(_ request: XAPIRequest) async throws -> Response {
    let (credential, version) = try await request.authenticated()
    guard credential.canReadOwnStatements else { throw AccessDenied.notPermitted }
    try request.checkParameters(single + forms + filters)
    let mine = credential.canReadStatements ? nil : credential.key
    let form = try AnswerForm(request)
    for name in single where request.parameter(name) != nil {
      try request.checkParameters([name] + forms)
      let id = try request.uuid(name) ?? ""
      return try await one(id, isVoided: name == single[1], mine, form, request)
    }
    var query = try query(request, version)
    query.credential = mine
    return try await list(query, form, request)
  }

  /// How statements are written.
  private struct AnswerForm: Sendable {
    let format: StatementFormat
    let hasAttachments: Bool
    /// The preferred languages, the best first.
    let languages: [String]

    init(_ request: XAPIRequest) throws {
      guard let format = StatementFormat(rawValue: request.parameter("format") ?? "exact") else {
        throw XAPIFault.bad("format is not one of exact, ids and canonical.")
      }
      self.format = format
      hasAttachments = try request.flag("attachments")
      languages = AcceptedLanguages.tags(request.headers[.acceptLanguage] ?? "") + ["en"]
    }

    func texts(of statements: [StoredStatement], _ session: any SQLSession) throws -> [JSONValue] {
      let all = statements.map(\.json)
      let read = format == .canonical ? all : []
      let activities = read.reduce(into: Set()) { $0.formUnion(ActivityDefinitions.activities(in: $1)) }
      let known = try ActivityDefinitions(hashes: Array(activities), session)
      return all.map { format.text(of: $0, languages: languages) { known.spending(on: $0) } }
    }
  }

  private static func query(_ request: XAPIRequest, _ version: XAPIVersion) throws -> StatementQuery {
    var query = StatementQuery()
    if let text = request.parameter("agent") {
      let agent = try StatementParameter.actor(text, version)
      let term: StatementTerm = try request.flag("related_agents") ? .relatedAgent : .agent
      query.terms += [term.key(ofActor: agent)].compactMap { $0 }
    }
    if let activity = try request.iri("activity") {
      query.terms.append(
        (try request.flag("related_activities") ? StatementTerm.relatedActivity : .activity).key(activity))
    }
    if let registration = try request.uuid("registration") {
      query.terms.append(StatementTerm.registration.key(registration))
    }
    if let verb = try request.iri("verb") { query.terms.append(StatementTerm.verb.key(verb)) }
    _ = (try request.flag("related_agents"), try request.flag("related_activities"))
    query.since = try request.instant("since", version)
    query.until = try request.instant("until", version)
    query.isAscending = try request.flag("ascending")
    query.limit = try limit(request)
    query.position = try position(request)
    return query
  }

  /// 0, or none, is the maximum.
  private static func limit(_ request: XAPIRequest) throws -> Int {
    guard let text = request.parameter("limit") else { return StatementQuery.pageLimit }
    guard !text.isEmpty, text.utf8.allSatisfy(\.isDecimalDigit) else {
      throw XAPIFault.bad("limit is not a whole number from 0.")
    }
    let limit = Int(text) ?? StatementQuery.pageLimit
    return limit == 0 ? StatementQuery.pageLimit : min(limit, StatementQuery.pageLimit)
  }

  /// A cursor is the place of the last statement of the page before; the rest of the query is next to it in `more`.
  private static func position(_ request: XAPIRequest) throws -> StatementQuery.Position? {
    guard let text = request.parameter("cursor") else { return nil }
    let numbers = text.splitBytes(at: "-").compactMap { Int($0, radix: 36) }
    guard numbers.count == 2 else { throw XAPIFault.bad("cursor is not one of this door.") }
    return .init(stored: numbers[0], key: numbers[1])
  }

  private static func more(_ next: StatementQuery.Position?, _ request: XAPIRequest) -> String {
    guard let next else { return "" }
    let cursor = String(next.stored, radix: 36) + "-" + String(next.key, radix: 36)
    return request.query.without(["cursor"]).adding(Query([("cursor", cursor)])).text(after: "/xapi/statements")
  }

  private static func one(
    _ id: String, isVoided: Bool, _ mine: Int?, _ form: AnswerForm, _ request: XAPIRequest
  ) async throws -> Response {
    let found = try await request.visit.read { session -> (stored: Int, json: JSONValue)? in
      let statement = try StatementQuery.statement(id: id, isVoided: isVoided, credential: mine, session)
      guard let statement else { return nil }
      return try form.texts(of: [statement], session).first.map { (statement.stored, $0) }
    }
    guard let found else { throw XAPIFault(.notFound, "There is no such statement.") }
    var response = response(found.json, [found.json], form, request)
    response.headers[.lastModified] = HTTPDate.text(microseconds: found.stored)
    return response
  }

  private static func list(
    _ query: StatementQuery, _ form: AnswerForm, _ request: XAPIRequest
  ) async throws -> Response {
    let (statements, next, stored) = try await request.visit.read { session in
      let page = try query.page(session)
      return (try form.texts(of: page.statements, session), page.next, page.statements.map(\.stored).max())
    }
    let json = JSONValue.object([("statements", .array(statements)), ("more", .string(more(next, request)))])
    var response = response(json, statements, form, request)
    response.headers[.lastModified] = stored.map(HTTPDate.text)
    return response
  }

  private static func response(
    _ json: JSONValue, _ statements: [JSONValue], _ form: AnswerForm, _ request: XAPIRequest
  ) -> Response {
    guard form.hasAttachments else { return json.response() }
    return StatementAttachments(statements).response(json, request.visit)
  }
}
