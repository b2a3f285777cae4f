import Records

/// Statements → records: a pure function of the set of statements and of the platform (xapi.md §1.2).
package enum Derivation {
  package static func records(of copies: [StatementCopy], _ platform: Platform) -> [DerivedRecord] {
    let directory = Directory(platform)
    let statements = StatementCopy.read(copies, voided: StatementCopy.voided(in: copies))
      .filter { directory.user($0.actor) != nil }
    let courses = CourseDirectory(platform, ActivityIndex(statements, language: platform.settings.language))
    let histories = Dictionary(grouping: statements) { directory.user($0.actor) }.compactMap { user, statements in
      user.map { LearnerHistory(user: $0, statements, courses) }
    }
    let shared = SharedFacts(histories, courses.activities)
    let inputs = LearnerRecords.Inputs(courses, shared, directory, platform.settings)
    let learners = histories.map { LearnerRecords($0, inputs) }
    return users(statements, directory) + learners.flatMap(\.records)
      + SharedRecords(SharedSubjects(learners, inputs), inputs, owner: platform.owner).records
  }

  /// The users that stand for actors who are not users of the platform.
  static func users(_ statements: [ReadStatement], _ directory: Directory) -> [DerivedRecord] {
    Dictionary(grouping: statements, by: \.actor)
      .filter { identifier, _ in
        directory.knownUser(identifier) == nil && !directory.isKnown(Directory.placeholder(identifier))
      }
      .map { PlaceholderUser.record($0, $1) }
  }
}
