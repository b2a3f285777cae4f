import DatabaseAccess

// The page of a tag: statistics over the users with an answer or an assessment result that carries it.

extension EntityStatistics {
  /// Scores pool the users' answers and results; means are not averaged again.
  mutating func readTag(_ session: any SQLSession) throws {
    let sums = try roster.sums(
      ["1", "f.training_sum", "f.training_count", "f.assessment_sum", "f.assessment_count", "f.work"], session)
    let (training, assessment) = (Fraction(sums[1], sums[2]), Fraction(sums[3], sums[4]))
    // Not pooled: the mean of the two means, if both exist.
    let average = Fraction.mean([training, assessment].filter { $0.denominator > 0 })
    figures = [
      Figure(statistic: .tagUsers, value: .count(sums[0])),
      Figure(statistic: .tagUsersTrainingScore, value: .mean(training)),
      Figure(statistic: .tagUsersAssessmentScore, value: .mean(assessment)),
      Figure(statistic: .tagUsersAverageScore, value: .mean(average)),
      Figure(statistic: .tagUsersWork, value: .count(sums[5])),
    ]
  }
}
