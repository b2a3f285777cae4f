import Access
import DatabaseAccess
import Foundation
import Reports

/// What stands in the editor of a report: as it was typed, and what follows from it.
struct ReportForm: Sendable {
  var name: String
  let kind: CustomReport.Kind
  var choice: GeneralStatsChoice
  /// An e-mail address to add to the users.
  private(set) var added: String?
  /// Whether nobody of the viewer's has that address.
  private(set) var isUnknown = false

  init(_ report: CustomReport) {
    name = report.name
    kind = report.kind
    choice = report.choice
  }

  /// - Throws: `BadRequest`, `BadFilter`.
  init(_ query: Query, _ visit: Visit) throws {
    let typed = (query["name"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    name = String(typed.prefix(FileOrder.nameLimit))
    kind = try query.choice("type", default: CustomReport.Kind.generalStats)
    guard kind.isOpen(to: try visit.viewer.roles) else { throw AccessDenied.notPermitted }
    var choice = try GeneralStatsChoice(query)
    choice.columns = Self.ordered(choice.columns, query)
    // Filters and columns of the type that was chosen before.
    if let shown = query["shown_type"], shown != kind.rawValue { choice = choice.fitting(kind) }
    self.choice = choice
    added = query["add_user"]?.trimmingCharacters(in: .whitespacesAndNewlines)
    _ = try choice.request(visit.services.settings.style, now: visit.now, kind)
  }

  /// Columns in the order of their numbers, which stand in the form where no script moves them.
  private static func ordered(_ columns: [String]?, _ query: Query) -> [String]? {
    guard let columns else { return nil }
    let places = columns.enumerated().map { index, key in
      (key, place: query["place.\(key)"].flatMap { Int($0) } ?? index, index)
    }
    return places.sorted { ($0.place, $0.2) < ($1.place, $1.2) }.map(\.0)
  }

  /// Finds the user to be added, and takes "every field" for what it is.
  mutating func resolve(for viewer: Viewer, _ session: any SQLSession) throws {
    let fields = try CustomField.all(session).map(\.id)
    if let chosen = choice.fields, Set(chosen).isSuperset(of: fields) { choice.fields = nil }
    guard let added, !added.isEmpty else { return }
    guard let id = try ReportChoices.user(email: added, for: viewer, session) else {
      isUnknown = true
      return
    }
    if !choice.users.contains(id) { choice.users.append(id) }
    self.added = nil
  }
}
