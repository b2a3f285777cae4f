// Statistics of a row of the section Tags, computed from `TagStanding`.

extension Statistic {
  package static let tagTrainingScore = Statistic("tag_training_score", .tags, .percent)
  package static let tagAssessmentScore = Statistic("tag_assessment_score", .tags, .percent)
  package static let tagAverageScore = Statistic("tag_average_score", .tags, .percent)
  package static let tagWork = Statistic("tag_work", .tags, .count)
}
