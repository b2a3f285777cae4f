import Statistics

/// The query parameters of a section: `?courses.sort=score&courses.direction=desc&courses.page=2`.
struct SectionRequest {
  let view: SectionView

  /// Rows per page: on a page with several sections, and on a page with one.
  static let few = 20
  static let many = 50

  static func parameters(_ ids: [String]) -> Parameters {
    Parameters(ids.flatMap { [.once("\($0).sort"), .once("\($0).direction"), .once("\($0).page")] })
  }

  /// The parameters of a file, which has all rows.
  static func fileParameters(_ id: String) -> Parameters { [.once("\(id).sort"), .once("\(id).direction")] }

  /// - Parameter rowsAPage: nil for all rows, as in a file.
  /// - Throws: `BadRequest` for an unknown column, direction or page.
  init(_ id: String, _ columns: [Column], _ query: Query, rowsAPage: Int?) throws {
    let sort = query["\(id).sort"]
    let direction: Direction = try query.choice("\(id).direction", default: .asc)
    let page = try query.number("\(id).page", in: 1...1_000_000, default: 1)
    let keys = columns.filter(\.isShown).map(\.key)
    if let sort, !keys.contains(sort) {
      throw BadRequest("\(id).sort", "is not one of \(keys.joined(separator: ", "))")
    }
    view = SectionView(
      sort: sort, descending: direction == .desc, page: rowsAPage.map { .init(number: page, size: $0) })
  }
}
