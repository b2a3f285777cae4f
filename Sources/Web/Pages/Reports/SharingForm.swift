import Access
import DatabaseAccess
import Records
import Reports

/// The input of the tab Share in a report's editor.
struct SharingForm: Sendable {
  var sharing: ReportSharing
  /// E-mail addresses to add.
  private(set) var added: [String] = []
  /// Addresses that no user visible to the viewer has.
  private(set) var unknown: [String] = []

  init(_ sharing: ReportSharing) { self.sharing = sharing }

  /// The maximum number of addresses to add at a time.
  private static let limit = 50

  static let parameters: Parameters = ["sharing", .many("share_user"), .many("share_group"), "add_share"]

  /// - Returns: nil if the form has no sharing; the saved sharing is then unchanged.
  init?(_ query: Query) {
    guard query["sharing"] != nil else { return nil }
    sharing = ReportSharing(users: query.all("share_user"), groups: query.all("share_group"))
    let typed = (query["add_share"] ?? "").split { $0.isWhitespace || $0 == "," || $0 == ";" }
    added = typed.prefix(Self.limit).map(String.init)
  }

  /// Finds the users to add.
  mutating func resolve(for viewer: Viewer, _ session: any SQLSession) throws {
    for address in added {
      guard let id = try ReportChoices.user(email: address, for: viewer, session), id != viewer.id else {
        unknown.append(address)
        continue
      }
      if !sharing.users.containsID(id) { sharing.users.append(id) }
    }
    added = []
  }

  /// Saves it with its report, and audits the changes.
  func save(for report: CustomReport, of viewer: Viewer, now: Int, _ session: any SQLSession) throws {
    let (added, withdrawn) = try sharing.save(for: report, of: viewer, session)
    for (action, change) in [("report.share", added), ("report.withdraw", withdrawn)] where change != ReportSharing() {
      let parts =
        ["id=\(report.id)"] + change.users.map { "user=\(Query.encoded($0))" }
        + change.groups.map { "group=\(Query.encoded($0))" }
      try Audit.note(action, by: viewer, filters: parts.joined(separator: "&"), at: now, session)
    }
  }
}
