import DatabaseAccess

// The page of a tag: over the users with an answer or an assessment result that carries it.

extension Roster {
  static func tag(_ key: Int, _ population: Population) -> Roster {
    let (training, assessment) = ("m.training_count > 0", "m.assessment_count > 0")
    return Roster(
      source: "(SELECT * FROM tag_standings WHERE tag_key = \(key)) AS m",
      columns: [
        Column("training_score", .percent, .tagTrainingScore, "m.training_sum", "m.training_count"),
        Column("assessment_score", .percent, .tagAssessmentScore, "m.assessment_sum", "m.assessment_count"),
        // The mean of the two means where both exist, not pooled.
        Column(
          "average_score", .percent, .tagAverageScore,
          """
          CASE WHEN \(training) AND \(assessment)
          THEN m.training_sum * m.assessment_count + m.assessment_sum * m.training_count
          WHEN \(training) THEN m.training_sum ELSE m.assessment_sum END
          """,
          """
          CASE WHEN \(training) AND \(assessment) THEN 2 * m.training_count * m.assessment_count
          WHEN \(training) THEN m.training_count ELSE m.assessment_count END
          """),
        Column("work", .count, .tagWork, "m.work"),
      ], population: population)
  }
}

extension ThingStatistics {
  /// Scores are those of the users' answers and results taken together; means are not averaged again.
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
