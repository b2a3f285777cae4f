import Access
import DatabaseAccess

// Evidence for statistics computed from answers, and for those of a tag.

extension EvidenceSource {
  static let answers = EvidenceSource(.percent) { [counted(answers($0, tagged: "true"))] }

  static let answerScores = EvidenceSource(.percent) { [answers($0, tagged: "true")] }

  static let tagTraining = EvidenceSource(.percent) { [answers($0, tagged: questionHasTag($0))] }

  static let tagAssessments = EvidenceSource(.percent) { [results($0, tagged: assessmentHasTag($0))] }

  /// Not pooled: the mean of the two means.
  static let tagAverage = EvidenceSource(.percent, isMeanOfMeans: true) { context in
    [
      answers(context, tagged: questionHasTag(context)), results(context, tagged: assessmentHasTag(context)),
    ]
  }

  static let tagWork = EvidenceSource(.percent) { context in
    [
      counted(answers(context, tagged: questionHasTag(context))),
      counted(results(context, tagged: assessmentHasTag(context))),
    ]
  }

  /// The first 200 characters of the statement are enough to recognize the question.
  private static func answers(_ context: Context, tagged: SQLText) -> Part {
    scores(
      "answers", dated: "f.answered_at", name: "substr(q.statement, 1, 200)", leads: "f.id",
      """
      all_answers AS f JOIN questions AS q ON q.key = f.question_key
      WHERE f.user_key = \(context.user.key) AND \(sql: tagged)
      """)
  }

  /// Counts each record as one, scored or not.
  private static func counted(_ part: Part) -> Part {
    var part = part
    part.amount = "1"
    part.reasons = []
    return part
  }

  private static func questionHasTag(_ context: Context) -> SQLText {
    "f.question_key IN (SELECT t.owner_key FROM question_tags AS t WHERE t.member_key = \(context.tag))"
  }

  private static func assessmentHasTag(_ context: Context) -> SQLText {
    "f.assessment_key IN (SELECT t.owner_key FROM assessment_tags AS t WHERE t.member_key = \(context.tag))"
  }
}
