/// A user's standing in a program session or a path session.
package struct SessionStanding: Sendable {
  /// In the order of their positions.
  package let blocks: [BlockStanding]

  /// The mandatory blocks; "of all blocks if none is mandatory".
  package var mandatory: [BlockStanding] {
    let mandatory = blocks.filter(\.block.mandatory)
    return mandatory.isEmpty ? blocks : mandatory
  }

  /// A whole percent: "mean of the progress of mandatory blocks, rounded *down* to a whole percent, so that 100 means
  /// every one of them is done". "No blocks: no progress."
  package var progress: Int? {
    blocks.isEmpty ? nil : mandatory.map(\.progress).reduce(0, +) / (mandatory.count * 100)
  }

  /// "Of all blocks, mandatory or not: Score = mean of those that have one."
  package var score: Fraction? { Fraction.mean(blocks.compactMap(\.score)) }

  /// "Time spent = Σ."
  package var timeSpent: Int { blocks.map(\.timeSpent).reduce(0, +) }

  /// "Last activity = latest."
  package var lastActivity: Int? { blocks.compactMap(\.lastActivity).max() }

  /// "A session [first became complete at]: the latest of the instants at which its mandatory blocks first became
  /// done." `nil` if it is not at 100 %; "no blocks: never complete".
  package var completedAt: Int? { progress == 100 ? mandatory.compactMap(\.doneAt).max() : nil }
}

extension ReferencePlatform {
  /// "Facts count whatever the dates of the enrolment"; a fact that "is on none of its blocks or steps does not count".
  package func standing(in session: SessionReference, for user: String) -> SessionStanding {
    SessionStanding(blocks: blocks(of: session).map { standing(in: $0, of: session, for: user) })
  }

  /// The blocks of a program session or the steps of a path session, by position.
  package func blocks(of session: SessionReference) -> [Block] {
    let owned =
      switch session {
      case .program(let id): programBlocks.filter { $0.owner == programSessions[id]?.owner }
      case .path(let id): pathSteps.filter { $0.owner == pathSessions[id]?.owner }
      }
    return owned.sorted { $0.position < $1.position }
  }
}
