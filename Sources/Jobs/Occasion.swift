import Foundation
import Reports

/// The run of a schedule that made a job, as its letter and its page tell of it.
package struct Occasion: Sendable, Codable, Equatable {
  /// Id of the report.
  package let report: String
  /// Name of the owner; nil in their own letter.
  package let owner: String?
  /// When it was to run; nil where it ran then.
  package let lateSince: Int?
  /// How many runs it stands for.
  package let count: Int
  /// Whether the schedule pauses if nobody downloads this one either.
  package let isLastUnused: Bool

  /// Seconds after which a run is late: the server was not there.
  private static let patience = 900

  /// - Parameter user: key of whom it is for.
  init(_ run: ReportRun, for user: Int, now: Int, unusedLimit: Int) {
    let isOwner = user == run.ownerKey
    report = run.report.id
    owner = isOwner ? nil : run.owner
    lateSince = now - run.dueAt >= Self.patience ? run.dueAt : nil
    count = run.count
    isLastUnused = isOwner && unusedLimit > 0 && run.unused == unusedLimit - 1
  }

  var text: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

  init?(text: String) {
    guard let occasion = try? JSONDecoder().decode(Occasion.self, from: Data(text.utf8)) else { return nil }
    self = occasion
  }
}
