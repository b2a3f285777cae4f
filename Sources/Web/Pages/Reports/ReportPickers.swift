import Access
import DatabaseAccess
import Reports
import Statistics

/// The pickers of a report's editor.
struct ReportPickers: Sendable {
  let groups: Picker
  /// nil: this type of report has no sessions.
  let sessions: Picker?
  let sharing: Picker

  init(_ form: ReportForm, for viewer: Viewer, _ session: any SQLSession) throws {
    let (choice, query) = (form.choice, form.searches)
    groups = try Picker(.groups, "group", chosen: choice.groups, query, for: viewer, session)
    sessions =
      form.kind.type.filters.contains(.session)
      ? try Picker(.sessions, "session", chosen: choice.sessions, query, for: viewer, session) : nil
    sharing = try Picker(
      .groups, "share_group", chosen: form.sharing?.sharing.groups ?? [], query, for: viewer, session)
  }
}
