import Access
import DatabaseAccess

/// The section *Tags*, by name.
enum TagRow {
  static func section(_ user: VisibleUser, _ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT g.id, g.name, t.training_sum, t.training_count, t.assessment_sum, t.assessment_count, t.work
      FROM tag_standings AS t JOIN tags AS g ON g.key = t.tag_key WHERE t.user_key = \(user.key)
      """
    ) { row in
      let numbers = TagNumbers(row, from: 2)
      return Section.Row(
        name: row.text(at: 1), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .text(row.text(at: 1)), .mean(numbers.training), .mean(numbers.assessment),
          .mean(numbers.average), .count(numbers.work),
        ])
    }
    return Section("tags", columns, Section.sorted(rows, descending: false) { $0.cells[1] })
  }

  static let columns: [Column] = [
    .init("tag", .id, isShown: false), .init("name", .text), .init("training_score", .percent, .tagTrainingScore),
    .init("assessment_score", .percent, .tagAssessmentScore), .init("average_score", .percent, .tagAverageScore),
    .init("work", .count, .tagWork),
  ]
}

/// The statistics of a tag, for one user or several pooled.
struct TagNumbers {
  let training: Fraction
  let assessment: Fraction
  let work: Int

  /// Not pooled: the mean of the two means, if both exist.
  var average: Fraction { Fraction.mean([training, assessment].filter { $0.denominator > 0 }) }

  /// Reads the columns of `tag_standings`.
  init(_ row: any SQLRow, from column: Int) {
    training = Fraction(row.integer(at: column), row.integer(at: column + 1))
    assessment = Fraction(row.integer(at: column + 2), row.integer(at: column + 3))
    work = row.integer(at: column + 4)
  }

  /// If the user has nothing under the tag, the scores have no value and the work is 0.
  init(tag: Int, user: VisibleUser, _ session: any SQLSession) throws {
    let found = try session.first(
      """
      SELECT t.training_sum, t.training_count, t.assessment_sum, t.assessment_count, t.work
      FROM tag_standings AS t WHERE t.user_key = \(user.key) AND t.tag_key = \(tag)
      """
    ) { TagNumbers($0, from: 0) }
    self = found ?? TagNumbers(training: .noValue, assessment: .noValue, work: 0)
  }

  init(training: Fraction, assessment: Fraction, work: Int) {
    self.training = training
    self.assessment = assessment
    self.work = work
  }

  func value(of statistic: Statistic) -> Cell {
    switch statistic {
    case .tagTrainingScore: .mean(training)
    case .tagAssessmentScore: .mean(assessment)
    case .tagAverageScore: .mean(average)
    default: .count(work)
    }
  }
}
