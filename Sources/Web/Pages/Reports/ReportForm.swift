import Access
import DatabaseAccess
import Foundation
import Records
import Reports
import Spreadsheets

/// What stands in the editor of a report: as it was typed, and what follows from it.
struct ReportForm: Sendable {
  var name: String
  let kind: CustomReport.Kind
  var choice: GeneralStatsChoice
  /// An e-mail address to add to the users.
  private(set) var added: String?
  /// Whether nobody of the viewer's has that address.
  private(set) var isUnknown = false
  /// nil: as they are kept.
  private(set) var schedule: ScheduleForm?
  private(set) var sharing: SharingForm?
  /// What was typed to be searched in its pickers.
  private(set) var searches: Query?
  /// What was typed and makes no sense, by the field's name.
  private(set) var errors: [String: BadFilter] = [:]

  /// What the editor sends, whichever type it shows: with a change of the type come the filters of the one before.
  static let parameters =
    Parameters(
      [
        "edited", "shown_type", "name", "type", .many("group"), .many("user"), .many("session"), .many("field"),
        .many("column"), "from", "to", "period", .family("place."), "add_user",
      ] + pickers.map { .once(Picker.search($0)) }) + ScheduleForm.parameters + SharingForm.parameters
    + Downloads.parameters

  private static let pickers = ["group", "session", "share_group"]

  init(_ report: CustomReport) {
    name = report.name
    kind = report.kind
    choice = report.choice
  }

  /// - Throws: `BadRequest` and `BadFilter` for what nobody can type into the form.
  init(_ query: Query, _ visit: Visit) throws {
    let typed = (query["name"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    name = String(typed.unicodeScalars.prefix(FileOrder.nameLimit))
    kind = try query.choice("type", default: CustomReport.Kind.generalStats)
    guard kind.isOpen(to: try visit.viewer.roles) else { throw AccessDenied.notPermitted }
    var choice = try GeneralStatsChoice(Self.withOnePeriod(query))
    choice.columns = Self.ordered(choice.columns, query)
    // Filters and columns of the type that was chosen before.
    if let shown = query["shown_type"], shown != kind.rawValue { choice = choice.fitting(kind) }
    self.choice = choice
    added = query["add_user"]?.trimmingCharacters(in: .whitespacesAndNewlines)
    searches = query.only(Self.pickers.map(Picker.search))
    let settings = visit.services.settings
    sharing = SharingForm(query)
    schedule = try ScheduleForm(query, today: settings.style.time.day(at: settings.machineNow()))
    errors = schedule?.errors ?? [:]
    do { _ = try choice.request(settings.style, now: visit.now, kind) } catch let bad as BadFilter {
      guard bad.fault != nil else { throw bad }
      errors[bad.name] = bad
    }
  }

  /// A form always sends the fields of its two days: they count where its list of periods says so, or says nothing.
  private static func withOnePeriod(_ query: Query) -> Query {
    guard query["edited"] != nil || query["period"] == "between", let period = query["period"] else { return query }
    return query.without(period == "between" ? ["period"] : ["from", "to"])
  }

  /// Whether its filters make sense, so that its rows can be shown.
  var isSound: Bool { errors.keys.allSatisfy { $0.hasPrefix("schedule") } }

  /// What keeps it from being saved or made into a file; nil where nothing does.
  var refusal: BadFilter? {
    if isUnknown, let added {
      return BadFilter(name: "add_user", reason: "\(added) is not the address of one of your users")
    }
    return errors.min { $0.key < $1.key }?.value
  }

  /// Columns in the order of their numbers, which stand in the form where no script moves them.
  private static func ordered(_ columns: [String]?, _ query: Query) -> [String]? {
    guard let columns else { return nil }
    let places = columns.enumerated().map { index, key in
      (key, place: query["place.\(key)"].flatMap { Int($0) } ?? index, index)
    }
    return places.sorted { ($0.place, $0.2) < ($1.place, $1.2) }.map(\.0)
  }

  /// Fills in what the form does not hold, from the report as it is kept; nil for a new one.
  mutating func complete(from report: CustomReport?, today: Int, _ session: any SQLSession) throws {
    let kept = try report.flatMap { try ReportSchedule.of($0, session) }
    if schedule == nil { schedule = ScheduleForm(kept, today: today) } else { schedule?.compare(with: kept) }
    if sharing == nil { sharing = SharingForm(try report.map { try ReportSharing.of($0, session) } ?? ReportSharing()) }
  }

  /// Keeps schedule and sharing with the report.
  /// - Returns: addresses with whom it is not shared, since nobody of the viewer's has them.
  func keep(
    with id: String, of viewer: Viewer, now: Int, _ time: LocalTime, _ session: any SQLSession
  ) throws -> [String] {
    let report = try CustomReport.one(id, of: viewer, session)
    try schedule?.save(for: report, of: viewer, now: now, time, session)
    try sharing?.save(for: report, of: viewer, now: now, session)
    return sharing?.unknown ?? []
  }

  /// Finds the user to be added, and takes "every field" for what it is.
  mutating func resolve(for viewer: Viewer, _ session: any SQLSession) throws {
    let fields = try CustomField.all(session).map(\.id)
    try sharing?.resolve(for: viewer, session)
    if let chosen = choice.fields, Set(ids: chosen).isSuperset(of: Set(ids: fields)) { choice.fields = nil }
    guard let added, !added.isEmpty else { return }
    guard let id = try ReportChoices.user(email: added, for: viewer, session) else {
      isUnknown = true
      return
    }
    if !choice.users.containsID(id) { choice.users.append(id) }
    self.added = nil
  }
}
