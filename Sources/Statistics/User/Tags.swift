import DatabaseAccess

/// The section *Tags*, by name.
enum TagRow {
  static func section(_ user: Int, _ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT g.id, g.name, t.training_sum, t.training_count, t.assessment_sum, t.assessment_count, t.work
      FROM tag_standings AS t JOIN tags AS g ON g.key = t.tag_key WHERE t.user_key = \(user)
      """
    ) { row in
      let training = Fraction(row.integer(at: 2), row.integer(at: 3))
      let assessment = Fraction(row.integer(at: 4), row.integer(at: 5))
      // Not pooled: the mean of the two means, where both exist.
      let average = Fraction.mean([training, assessment].filter { $0.denominator > 0 })
      return Section.Row(
        name: row.text(at: 1), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .text(row.text(at: 1)), .mean(training), .mean(assessment), .mean(average),
          .count(row.integer(at: 6)),
        ])
    }
    return Section("tags", columns, Section.sorted(rows, descending: false) { $0.cells[1] })
  }

  static let columns: [Section.Column] = [
    .init("tag", .id, isShown: false), .init("name", .text), .init("training_score", .percent),
    .init("assessment_score", .percent), .init("average_score", .percent), .init("work", .count),
  ]
}
