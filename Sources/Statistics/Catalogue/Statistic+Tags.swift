// Statistics of a row of the section *Tags*, computed from `TagStanding`.

extension Statistic {
  static let tagsFamily = [tagTrainingScore, tagAssessmentScore, tagAverageScore, tagWork]

  package static let tagTrainingScore = Statistic(
    "tag_training_score", .tags, .percent, title: "Training score",
    definition: "The mean score of the user’s scored answers to questions with this tag.",
    formula: "Σ scores of scored answers ÷ their number",
    evidence: .tagTraining)

  package static let tagAssessmentScore = Statistic(
    "tag_assessment_score", .tags, .percent, title: "Assessment score",
    definition: "The mean score of the user’s scored results in assessments with this tag.",
    formula: "Σ scores of scored results ÷ their number",
    evidence: .tagAssessments)

  package static let tagAverageScore = Statistic(
    "tag_average_score", .tags, .percent, title: "Average score",
    definition: """
      The mean of training score and assessment score if both exist, otherwise the one that exists. The two are not \
      pooled.
      """,
    formula: "(training + assessment) ÷ 2",
    evidence: .tagAverage)

  package static let tagWork = Statistic(
    "tag_work", .tags, .count, title: "Work by tag",
    definition: "Number of answers and assessment results with this tag, scored or not.",
    formula: "number of answers + number of assessment results",
    evidence: .tagWork)
}
