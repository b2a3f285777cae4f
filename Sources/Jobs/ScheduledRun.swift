import Foundation
import Reports
import Support

/// The scheduled run that created a job, for its email and its page.
package struct ScheduledRun: Sendable, Codable, Equatable {
  /// Id of the report.
  package let report: String
  /// Name of the owner; nil in the owner's own email.
  package let owner: String?
  /// When the run was due; nil if it was on time.
  package let lateSince: Int?
  /// The number of due runs that it replaces.
  package let count: Int
  /// Whether the schedule will be paused if nobody downloads this file either.
  package let isLastUnused: Bool

  /// Seconds after which a run counts as late: the server was down.
  private static let patience = 900

  /// - Parameter user: the recipient's key.
  init(_ run: ReportRun, for user: Int, now: Int, unusedLimit: Int) {
    let isOwner = user == run.ownerKey
    report = run.report.id
    owner = isOwner ? nil : run.owner
    lateSince = now - run.dueAt >= Self.patience ? run.dueAt : nil
    count = run.count
    isLastUnused = isOwner && unusedLimit > 0 && run.unused == unusedLimit - 1
  }

  var text: String { get throws { try JSONText.encoded(self) } }

  init?(text: String) {
    guard let occasion = try? JSONDecoder().decode(ScheduledRun.self, from: Data(text.utf8)) else { return nil }
    self = occasion
  }
}
