import Access
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

  /// A list of users, in addresses.
  enum List: String, CaseIterable {
    case users, members
    case activities = "collaborative-activities"

    init(_ kind: UserList.Kind) {
      self =
        switch kind {
        case .users: .users
        case .members: .members
        case .activities: .activities
        }
    }

    func kind(_ visit: WebRequest) -> UserList.Kind {
      switch self {
      case .users: .users
      case .members: .members
      case .activities: visit.activities
      }
    }
  }

  static func source(_ kind: UserList.Kind) -> String { "\(path)?list=\(List(kind).rawValue)" }
  static func source(_ kind: CustomReport.Kind) -> String { "\(path)?report=\(kind.rawValue)" }

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
      let population = Population(place.scope(of: viewer))
      return (
        column, try ConditionSuggestions(of: column, in: population, place.type, matching: text, session)
      )
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

  /// Where a condition is: in a list of users or in a report.
  private enum Place: Sendable {
    case list(UserList.Kind)
    case report(CustomReport.Kind)

    init(_ query: Query, _ visit: WebRequest) throws {
      switch (query["list"], query["report"]) {
      case (nil, .some): self = .report(try query.choice("report", default: .generalStats))
      case (.some, nil): self = .list(try query.choice("list", default: List.users).kind(visit))
      default: throw BadRequest("list", "or report must be given, and only one of them")
      }
    }

    var type: ReportType? { if case .report(let kind) = self { kind.type } else { nil } }

    func isOpen(to roles: Viewer.Roles) -> Bool {
      switch self {
      case .report(let kind): kind.isOpen(to: roles)
      case .list(.users): roles.seesUsers
      case .list(.members): roles.seesMembers
      case .list(.activities): roles.seesCollaborativeActivities
      }
    }

    func scope(of viewer: Viewer) -> Scope {
      switch self {
      case .report(let kind): kind.scope(of: viewer)
      case .list(.users): .theirUsers(of: viewer)
      case .list(.members): .members(of: viewer)
      case .list(.activities): .collaborators(of: viewer)
      }
    }

    func columns(for viewer: Viewer, _ session: any SQLSession) throws -> [ConditionColumn] {
      switch self {
      case .report(let kind): try ConditionColumn.all(kind, for: viewer, session)
      case .list(let kind): try ConditionColumn.all(kind, for: viewer, session)
      }
    }
  }
}
