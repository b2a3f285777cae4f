import Calendar
import Hummingbird
import Records
import Reports
import Spreadsheets
import Support

/// Whether a user is in a report and, if not, why (insights.md §6).
enum PresenceAPI {
  static func answer(of kind: CustomReport.Kind) -> Route.Answer {
    { visit in
      let query = try visit.query()
      guard let user = query["user"] else {
        throw BadRequest("user", "is missing; the first one is the user asked about, others are the report's filter")
      }
      let content = ExportKind(kind, try ReportFilters(query.withoutFirst("user")))
      let (viewer, settings, now) = (try visit.viewer, visit.services.settings.files, visit.now)
      let (presence, subject) = try await visit.read { session in
        let presence = try content.presence(of: user, for: viewer, settings, now: now, session)
        return (presence, try content.asked(user, for: viewer, session))
      }
      visit.audit("report.why", subject: subject, about: kind.rawValue)
      let words = PresenceWords(language: visit.language, shown: visit.shown)
      return JSONValue(presence, words).response()
    }
  }
}

extension JSONValue {
  /// The members `condition` and `values`, or `row`, are there if they have a meaning.
  init(_ presence: ReportPresence, _ words: PresenceWords) {
    var members: [(String, JSONValue)] = [
      ("reason", .string(presence.key)), ("detail", .string(words.text(presence))),
    ]
    switch presence {
    case .condition(let condition, let values):
      members += [("condition", .string(condition.text)), ("values", .array(values.map(JSONValue.init)))]
    case .present(let row): members.append(("row", .integer(row)))
    default: break
    }
    self = .object(members)
  }

  init(_ cell: SpreadsheetCell) {
    self =
      switch cell {
      case .empty: .null
      case .text(let text): .string(text)
      case .integer(let number), .duration(let number): .integer(number)
      case .hundredths(let number): .hundredths(number)
      case .instant(let seconds): .instant(seconds)
      case .date(let days): .string(Instant.dateText(days))
      }
  }
}

extension Query {
  /// Without the first value of a parameter that is not empty.
  fileprivate func withoutFirst(_ name: String) -> Query {
    var rest = items
    if let first = rest.firstIndex(where: { $0.name.equalsBytes(of: name) && !$0.value.isEmpty }) {
      rest.remove(at: first)
    }
    return Query(rest)
  }
}
