import Access
import Calendar
import DatabaseAccess
import Foundation
import Records
import Reports
import Spreadsheets
import Statistics

/// The input of a report's editor, and what follows from it.
struct ReportForm: Sendable {
  var name: String
  let kind: CustomReport.Kind
  var choice: ReportFilters
  /// An e-mail address to add to the users.
  private(set) var added: String?
  /// Whether no user visible to the viewer has that address.
  private(set) var isUnknown = false
  /// nil: unchanged.
  private(set) var schedule: ScheduleForm?
  private(set) var sharing: SharingForm?
  /// The search texts of its pickers.
  private(set) var searches: Query?
  /// What conditions may test.
  private(set) var conditionColumns: [ConditionColumn] = []
  /// Whether another type's filters have to be fitted to this one.
  private var changesType = false
  /// Invalid input, by field name.
  private(set) var errors: [String: BadFilter] = [:]

  /// All parameters that the editor sends for any type: after a change of type, it sends the filters of the previous
  /// one.
  static let parameters =
    Parameters(
      [
        "edited", "shown_type", "name", "type", .many("group"), "subgroups", .many("user"), .many("session"),
        .many(Condition.parameter), .many("field"), .many("column"), .many("by"), "total", "from", "to", "period",
        .family("place."), "add_user", .once(PresenceField.parameter),
      ] + pickers.map { .once(Picker.search($0)) }) + ScheduleForm.parameters + SharingForm.parameters
    + Downloads.parameters + ConditionPicker.parameters

  private static let pickers = ["group", "session", "share_group"]

  init(_ report: CustomReport) {
    name = report.name
    kind = report.kind
    choice = report.choice
  }

  /// - Throws: `BadRequest` and `BadFilter` for values that the form cannot produce.
  init(_ query: Query, _ visit: WebRequest) throws {
    let typed = (query["name"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    name = String(typed.unicodeScalars.prefix(ExportRequest.nameLimit))
    kind = try query.choice("type", default: CustomReport.Kind.generalStats)
    guard kind.isOpen(to: try visit.viewer.roles) else { throw AccessDenied.notPermitted }
    var choice = try ReportFilters(Self.withOnePeriod(query))
    choice.columns = Self.ordered(choice.columns, query)
    // Removes filters and columns of the previously selected type.
    changesType = (query["shown_type"] ?? kind.rawValue) != kind.rawValue
    if changesType { choice = choice.fitting(kind) }
    // The box is ticked at first; a form that leaves it out has it unticked.
    if choice.subgroups == nil, query["edited"] != nil { choice.subgroups = false }
    if choice.subgroups == nil, query["edited"] == nil, choice.groups.isEmpty { choice.subgroups = true }
    self.choice = kind.type.isSummary ? Self.summary(choice, query) : choice
    added = query["add_user"]?.trimmingCharacters(in: .whitespacesAndNewlines)
    searches = query.only(Self.pickers.map(Picker.search))
    let settings = visit.services.settings
    sharing = SharingForm(query)
    schedule = try ScheduleForm(query, today: settings.style.time.day(at: settings.machineNow()))
    errors = schedule?.errors ?? [:]
    do { _ = try self.choice.request(settings.style, now: visit.now, kind) } catch let bad as BadFilter {
      guard bad.fault != nil || kind.type.isSummary && ["by", "column"].contains(bad.name) else { throw bad }
      errors[bad.name] = bad
    }
  }

  /// A form always sends the two date fields; they count only if `period` is `between` or empty.
  static func withOnePeriod(_ query: Query) -> Query {
    guard query["edited"] != nil || query["period"] == "between", let period = query["period"] else { return query }
    return query.without(period == "between" ? ["period"] : ["from", "to"])
  }

  /// Fills in the dimensions of a *Summary* that was just chosen as type, and leaves out what its
  /// dimensions exclude: the form, unlike an address, can send both.
  private static func summary(_ choice: ReportFilters, _ query: Query) -> ReportFilters {
    var choice = choice
    let isShown = query["edited"] != nil && query["shown_type"] == CustomReport.Kind.summary.rawValue
    var by = (choice.by ?? []).filter { !$0.isEmpty }
    if by.isEmpty { by = [SummaryDimension.group.key] }
    if query["edited"] != nil, by.count == 2, (try? SummaryChoice(by: by, columns: nil)) == nil { by = [by[0]] }
    choice.by = by
    guard isShown else { return choice }
    let possible = SummaryChoice.columns(by: by.compactMap(SummaryDimension.init(key:))).map(\.rawValue)
    choice.columns = choice.columns.map { $0.filter(possible.contains) }.flatMap { $0.isEmpty ? nil : $0 }
    return choice
  }

  /// Notes why the rows cannot be shown.
  mutating func refuse(_ bad: BadFilter) { errors[bad.name] = bad }

  /// Whether the filters are valid, so that the rows can be shown.
  var isSound: Bool { errors.keys.allSatisfy { $0.hasPrefix("schedule") } }

  /// Why the report cannot be saved or downloaded; nil if it can.
  var refusal: BadFilter? {
    if isUnknown, let added {
      return BadFilter(name: "add_user", reason: "\(added) is not the e-mail address of a user you can see")
    }
    return errors.min { $0.key < $1.key }?.value
  }

  /// Columns sorted by the numbers that the form has for use without JavaScript.
  private static func ordered(_ columns: [String]?, _ query: Query) -> [String]? {
    guard let columns else { return nil }
    let places = columns.enumerated().map { index, key in
      (key, place: query["place.\(key)"].flatMap { Int($0) } ?? index, index)
    }
    return places.sorted { ($0.place, $0.2) < ($1.place, $1.2) }.map(\.0)
  }

  /// Fills in what the form does not contain from the saved report; nil for a new one.
  mutating func complete(from report: CustomReport?, today: Int, _ session: any SQLSession) throws {
    let kept = try report.flatMap { try ReportSchedule.of($0, session) }
    if schedule == nil { schedule = ScheduleForm(kept, today: today) } else { schedule?.compare(with: kept) }
    if sharing == nil { sharing = SharingForm(try report.map { try ReportSharing.of($0, session) } ?? ReportSharing()) }
  }

  /// Saves schedule and sharing with the report.
  /// - Returns: addresses that it was not shared with, because no user visible to the viewer has them.
  func keep(
    with id: String, of viewer: Viewer, now: Int, _ time: LocalTime, _ session: any SQLSession
  ) throws -> [String] {
    let report = try CustomReport.one(id, of: viewer, session)
    try schedule?.save(for: report, of: viewer, now: now, time, session)
    try sharing?.save(for: report, of: viewer, now: now, session)
    return sharing?.unknown ?? []
  }

  /// Reads the conditions; those of another type's columns are removed.
  private mutating func readConditions(
    for viewer: Viewer, _ time: LocalTime, now: Int, _ session: any SQLSession
  ) throws {
    conditionColumns = try ConditionColumn.all(kind, for: viewer, session)
    guard let texts = choice.conditions else { return }
    if changesType {
      let fitting = texts.filter { (try? Condition($0, among: conditionColumns, time, now: now)) != nil }
      choice.conditions = fitting.isEmpty ? nil : fitting
    }
    do { _ = try Condition.all(choice.conditions ?? [], among: conditionColumns, time, now: now) } catch let bad
      as BadFilter
    { errors[Condition.parameter] = bad }
  }

  /// Finds the user to add, reads the conditions, and treats a selection of all custom fields as no selection.
  mutating func resolve(for viewer: Viewer, _ visit: WebRequest, _ session: any SQLSession) throws {
    try readConditions(for: viewer, visit.services.settings.style.time, now: visit.now, session)
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
