import DatabaseAccess

/// The section *Paths*: one row per path session with an open enrolment, by name.
enum PathRow {
  static func section(_ user: Int, _ now: Int, _ session: any SQLSession) throws -> Section {
    let sessions = try PathSituation.all(of: user, session)
    let rows = sessions.map { path in
      let status = path.status(now: now)
      return Section.Row(
        name: path.name + "\u{1F}" + path.sessionName, id: path.id,
        cells: [
          .text(path.id), .text(path.name), .text(path.sessionName), .progress(path.progress),
          .status(status.rawValue), .duration(path.timeSpent), .mean(path.score),
          .instant(status == .successful ? path.completedAt : nil),
        ])
    }
    let byPath = Section.sorted(rows, descending: false) { $0.cells[1] }
    return Section("paths", columns, byPath)
  }

  static let columns: [Section.Column] = [
    .init("session", .id, isShown: false), .init("name", .text), .init("session_name", .text),
    .init("progress", .progress), .init("status", .status), .init("time_spent", .duration),
    .init("score", .percent), .init("validated_at", .instant),
  ]
}

/// Where a user stands in a path (`statistics.md`, *Path status*).
package enum PathStatus: String, Sendable, CaseIterable {
  case successful
  case notOpen = "not_open"
  case unsuccessful
  case toRetake = "to_retake"
  case awaitingCorrection = "awaiting_correction"
  case late
  case onTime = "on_time"
  case notStarted = "not_started"
}
