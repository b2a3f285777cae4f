import DatabaseAccess

// The page of a tag: statistics over the users with an answer or an assessment result that carries it.

extension Roster {
  static func tag(_ key: Int, _ population: Population) -> Roster {
    Roster(
      source: "(SELECT * FROM tag_standings WHERE tag_key = \(key)) AS m", columns: Column.tag("m"),
      population: population)
  }
}

extension Column {
  /// A user's statistics of a tag.
  /// - Parameter table: the alias of `tag_standings`, or of a table with the same columns.
  static func tag(_ table: String) -> [Column] {
    let (training, assessment) = ("\(table).training_count > 0", "\(table).assessment_count > 0")
    let (trainingSum, trainingCount) = ("\(table).training_sum", "\(table).training_count")
    let (assessmentSum, assessmentCount) = ("\(table).assessment_sum", "\(table).assessment_count")
    return [
      Column("training_score", .percent, .tagTrainingScore, sql: trainingSum, trainingCount),
      Column("assessment_score", .percent, .tagAssessmentScore, sql: assessmentSum, assessmentCount),
      // The mean of the two means if both exist, not pooled.
      Column(
        "average_score", .percent, .tagAverageScore,
        sql: """
        CASE WHEN \(training) AND \(assessment)
        THEN \(trainingSum) * \(assessmentCount) + \(assessmentSum) * \(trainingCount)
        WHEN \(training) THEN \(trainingSum) ELSE \(assessmentSum) END
        """,
        """
        CASE WHEN \(training) AND \(assessment) THEN 2 * \(trainingCount) * \(assessmentCount)
        WHEN \(training) THEN \(trainingCount) ELSE \(assessmentCount) END
        """),
      Column("work", .count, .tagWork, sql: "\(table).work"),
    ]
  }
}

extension EntityStatistics {
  /// Scores pool the users' answers and results; means are not averaged again.
  mutating func readTag(_ session: any SQLSession) throws {
    let sums = try roster.sums(
      ["1", "m.training_sum", "m.training_count", "m.assessment_sum", "m.assessment_count", "m.work"], session)
    let numbers = TagNumbers(
      training: Fraction(sums[1], sums[2]), assessment: Fraction(sums[3], sums[4]), work: sums[5])
    figures = [
      Figure(statistic: .tagUsers, value: .count(sums[0])),
      Figure(statistic: .tagUsersTrainingScore, value: .mean(numbers.training)),
      Figure(statistic: .tagUsersAssessmentScore, value: .mean(numbers.assessment)),
      Figure(statistic: .tagUsersAverageScore, value: .mean(numbers.average)),
      Figure(statistic: .tagUsersWork, value: .count(numbers.work)),
    ]
  }
}
