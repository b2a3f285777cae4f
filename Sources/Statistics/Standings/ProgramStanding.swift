/// A row of the section *Programs*: a user in a program session with counting facts.
package struct ProgramStanding: Standing {
  package static let table = "program_standings"
  package static let columns = [
    "program_session_key", "progress", "score_sum", "score_count", "time_spent", "last_activity", "completed_at",
  ]

  let session: Int
  /// Hundredths; a whole percent.
  let progress: Int?
  let scoreSum: Int
  let scoreCount: Int
  let timeSpent: Int
  let lastActivity: Int?
  /// Once all mandatory blocks are done: the latest of the instants at which each was first done.
  let completedAt: Int?

  package var values: [Int?] {
    [session, progress, scoreSum, scoreCount, timeSpent, lastActivity, completedAt]
  }
}

/// A row of a program session's blocks; only blocks with counting facts have one.
package struct BlockStanding: Standing {
  package static let table = "block_standings"
  package static let columns = [
    "program_session_key", "position", "progress", "score", "time_spent", "attempts", "last_activity", "done_at",
  ]

  let session: Int
  let position: Int
  let item: ItemStanding

  package var values: [Int?] {
    [
      session, position, item.progress, item.score, item.timeSpent,
      item.attempts, item.lastActivity, item.doneAt,
    ]
  }
}

/// A program session's blocks and their totals.
struct ProgramProgress {
  let blocks: [BlockStanding]
  let standing: ProgramStanding

  /// Of every program session with counting facts, by key.
  static func all(_ facts: SessionFacts, _ curriculum: Curriculum) -> [ProgramProgress] {
    var sessions: Set<Int> = []
    for place in facts.places { if case .program(let session) = place.session { sessions.insert(session) } }
    return sessions.sorted().compactMap { ProgramProgress($0, facts, curriculum.blocks[$0] ?? []) }
  }

  private init?(_ session: Int, _ facts: SessionFacts, _ definition: [Curriculum.Block]) {
    blocks = definition.compactMap { block in
      facts.item(Place(session: .program(session), item: block.item)).map {
        BlockStanding(session: session, position: block.position, item: $0)
      }
    }
    // A fact that names the session but none of its blocks does not count there.
    if blocks.isEmpty { return nil }
    let stood = Dictionary(uniqueKeysWithValues: blocks.map { ($0.position, $0.item) })
    let progress = MandatoryProgress(
      definition.map {
        (isMandatory: $0.isMandatory, progress: stood[$0.position]?.progress ?? 0, doneAt: stood[$0.position]?.doneAt)
      })
    let scores = blocks.compactMap(\.item.score)
    standing = ProgramStanding(
      session: session, progress: progress.progress, scoreSum: scores.reduce(0, +), scoreCount: scores.count,
      timeSpent: blocks.compactMap(\.item.timeSpent).reduce(0, +), lastActivity: blocks.map(\.item.lastActivity).max(),
      completedAt: progress.completedAt)
  }
}

/// The progress of a session: the mean over its mandatory parts (all parts if none is mandatory), rounded down to a
/// whole percent so that 100 means that every one of them is done.
struct MandatoryProgress {
  /// Hundredths; nil without parts.
  let progress: Int?
  let completedAt: Int?

  init(_ parts: [(isMandatory: Bool, progress: Int, doneAt: Int?)]) {
    let mandatory = parts.filter(\.isMandatory)
    let counted = mandatory.isEmpty ? parts : mandatory
    guard !counted.isEmpty else {
      progress = nil
      completedAt = nil
      return
    }
    let mean = counted.reduce(0) { $0 + $1.progress } / counted.count
    progress = mean / 100 * 100
    let done = counted.compactMap(\.doneAt)
    completedAt = done.count == counted.count ? done.max() : nil
  }
}
