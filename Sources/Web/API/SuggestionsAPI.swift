import Access
import Calendar
import DatabaseAccess
import Hummingbird
import Records
import Reports
import Statistics
import Support

/// The suggestions for the value of a condition, among what the viewer sees in the list or report.
enum SuggestionsAPI {
  static let path = "/choices/values"
  /// The list or type of report, the column, and the text that was typed.
  static let parameters: Parameters = ["list", "report", "column", "q"]

  static func source(_ kind: UserList.Kind) -> String {
    switch kind {
    case .users: "\(path)?list=users"
    case .members: "\(path)?list=members"
    case .activities: "\(path)?list=collaborative-activities"
    }
  }

  static func source(_ kind: CustomReport.Kind) -> String { "\(path)?report=\(kind.rawValue)" }

  /// Conditions on groups are those of *Summary*, on their users.
  static func source(_ kind: EntityKind) -> String {
    kind == .group ? source(CustomReport.Kind.summary) : "\(path)?list=\(kind.rawValue)"
  }

  static func search(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    let (text, viewer) = (try query.search("q"), try visit.viewer)
    guard let key = query["column"] else { throw BadRequest("column", "is missing") }
    let place = try Place(query, visit)
    guard place.isOpen(to: viewer.roles) else { throw AccessDenied.notPermitted }
    let found = try await visit.read { session in
      let columns = try place.columns(for: viewer, session)
      guard let column = columns.first(where: { $0.key.equalsBytes(of: key) }) else {
        throw BadRequest("column", "is not one of \(columns.map(\.key).joined(separator: ", "))")
      }
      return (column, try place.suggestions(column, matching: text, for: viewer, at: visit.moment, session))
    }
    return JSONValue.object([
      ("choices", .array(found.1.values.map { choice($0, of: found.0, visit.language) })),
      ("has_more", .bool(found.1.hasMore)),
    ]).response()
  }

  private static func choice(_ value: String, of column: ConditionColumn, _ language: Language) -> JSONValue {
    let detail: String? =
      switch column.kind {
      case .status: language.optional("status_\(value)")
      case .date, .instant:
        language.optional("condition_" + value.replacing("-", with: "_less_").replacing("+", with: "_plus_"))
      default: nil
      }
    return JSONValue(Choice(id: value, title: value, detail: detail))
  }

  /// Where a condition is: in a list of users or entities, or in a report.
  private enum Place: Sendable {
    case list(UserList.Kind)
    case entities(EntityKind)
    case report(CustomReport.Kind)

    init(_ query: Query, _ visit: WebRequest) throws {
      switch (query["list"], query["report"]) {
      case (nil, .some): self = .report(try query.choice("report", default: .generalStats))
      case (.some(let list), nil): self = try Self.named(list, visit)
      default: throw BadRequest("list", "or report must be given, and only one of them")
      }
    }

    private static func named(_ name: String, _ visit: WebRequest) throws -> Place {
      let entities = EntityKind.allCases.filter { $0 != .group }
      switch name {
      case "users": return .list(.users)
      case "members": return .list(.members)
      case "collaborative-activities": return .list(visit.activities)
      default:
        if let kind = entities.first(where: { $0.rawValue.equalsBytes(of: name) }) { return .entities(kind) }
        let names = ["users", "members", "collaborative-activities"] + entities.map(\.rawValue)
        throw BadRequest("list", "is not one of \(names.joined(separator: ", "))")
      }
    }

    func isOpen(to roles: Viewer.Roles) -> Bool {
      switch self {
      case .report(let kind): kind.isOpen(to: roles)
      case .entities(let kind): roles.opens(kind)
      case .list(.users): roles.seesUsers
      case .list(.members): roles.seesMembers
      case .list(.activities): roles.seesCollaborativeActivities
      }
    }

    func suggestions(
      _ column: ConditionColumn, matching text: String?, for viewer: Viewer, at moment: Moment,
      _ session: any SQLSession
    ) throws -> ConditionSuggestions {
      func among(_ scope: Scope, _ type: ReportType? = nil) throws -> ConditionSuggestions {
        try ConditionSuggestions(of: column, in: Population(scope), type, matching: text, session)
      }
      return switch self {
      case .report(let kind): try among(kind.scope(of: viewer), kind.type)
      case .entities(let kind):
        try ConditionSuggestions(of: column, in: EntityList(kind, for: viewer, at: moment), matching: text, session)
      case .list(.users): try among(.theirUsers(of: viewer))
      case .list(.members): try among(.members(of: viewer))
      case .list(.activities): try among(.collaborators(of: viewer))
      }
    }

    func columns(for viewer: Viewer, _ session: any SQLSession) throws -> [ConditionColumn] {
      switch self {
      case .report(let kind): try ConditionColumn.all(kind, for: viewer, session)
      case .entities(let kind): try ConditionColumn.all(kind, for: viewer, session)
      case .list(let kind): try ConditionColumn.all(kind, for: viewer, session)
      }
    }
  }
}
