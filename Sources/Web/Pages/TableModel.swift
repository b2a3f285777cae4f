import Statistics

/// A table as `table.mustache` reads it.
enum TableModel {
  static func column(
    _ title: String, _ kind: String, isHidden: Bool = false, sort: (href: String, aria: String?)? = nil,
    statistic: PageModel? = nil
  ) -> PageModel {
    var model: PageModel = ["title": title, "kind": kind, "hidden": isHidden]
    if let sort {
      var link: PageModel = ["href": sort.href]
      link["aria"] = sort.aria
      model["sort"] = link
    }
    model["statistic"] = statistic
    return model
  }

  static func cell(
    _ label: String, _ kind: String, _ value: String?, isLead: Bool = false, href: String? = nil, opens: Bool = false,
    hint: String? = nil
  ) -> PageModel {
    var model: PageModel = ["label": label, "kind": kind, "lead": isLead, "open": opens]
    model["value"] = value
    model["href"] = href
    model["hint"] = hint
    return model
  }
}

/// A section's table: sorted, in pages of rows, as the address says (`?courses.sort=score&courses.direction=desc`).
struct SectionTable {
  private static let rowsAPage = 20

  let section: Section
  let visit: Visit
  let query: Query
  let path: String
  private var sort: String?
  private var direction: Direction = .asc
  private var page = 1

  /// - Throws: `BadRequest` for an unknown column, direction or page.
  init(_ section: Section, _ visit: Visit, _ query: Query, path: String) throws {
    var section = section
    sort = query["\(section.id).sort"]
    direction = try query.choice("\(section.id).direction", default: .asc)
    page = try query.number("\(section.id).page", in: 1...1_000_000, default: 1)
    if let sort {
      let keys = section.columns.filter(\.isShown).map(\.key)
      guard keys.contains(sort) else {
        throw BadRequest("\(section.id).sort", "is none of \(keys.joined(separator: ", "))")
      }
      section.sort(by: sort, descending: direction == .desc)
    }
    self.section = section
    self.visit = visit
    self.query = query
    self.path = path
  }

  var model: PageModel {
    let language = visit.language
    let first = min((page - 1) * Self.rowsAPage, section.rows.count)
    let rows = section.rows[first..<min(first + Self.rowsAPage, section.rows.count)]
    let shown = section.columns.indices.filter { section.columns[$0].isShown }
    let count: PageModel = section.rows.isEmpty ? [:] : ["count": language.number(section.rows.count)]
    var table: PageModel = [
      "caption": language("section_\(section.id)"), "columns": shown.map { column(section.columns[$0]) },
      "rows": rows.map { row in ["cells": shown.map { cell(row, $0, isLead: $0 == shown.first) }] as PageModel },
      "empty": ["title": language("\(section.id)_none")] as PageModel,
    ]
    if let paging { table["paging"] = paging }
    let model: PageModel = [
      "id": section.id, "title": language("section_\(section.id)"), "downloads": [PageModel](),
      "figures": [PageModel](), "table": table,
    ]
    return model.merging(count) { own, _ in own }
  }

  private func title(_ column: Section.Column) -> String { visit.language("column_\(column.key)") }

  private func column(_ column: Section.Column) -> PageModel {
    let isCurrent = sort == column.key
    let next = direction.next(isCurrent: isCurrent, isNumber: kind(column.kind) == "number")
    let href = address(["sort": column.key, "direction": next.rawValue, "page": nil])
    let aria = isCurrent ? (direction == .asc ? "ascending" : "descending") : nil
    let statistic = Statistic.named("\(section.singular)_\(column.key)")
    return TableModel.column(
      title(column), kind(column.kind), sort: (href, aria), statistic: statistic?.model(visit.language))
  }

  private func cell(_ row: Section.Row, _ index: Int, isLead: Bool) -> PageModel {
    let column = section.columns[index]
    let value = row.cells[index]
    var model = TableModel.cell(title(column), kind(column.kind), visit.shown.cell(value), isLead: isLead)
    if case .status(let code) = value { model["tone"] = Self.tones[code] ?? "plain" }
    if case .progress(let hundredths) = value { model["progress"] = hundredths / 100 }
    return model
  }

  private func kind(_ kind: Section.Kind) -> String {
    switch kind {
    case .text, .id: "text"
    case .status: "status"
    default: "number"
    }
  }

  private static let tones = [
    "valid": "good", "expiring_soon": "warn", "expired": "bad", "successful": "good", "not_open": "plain",
    "unsuccessful": "bad", "to_retake": "warn", "awaiting_correction": "info", "late": "bad", "on_time": "info",
    "not_started": "plain",
  ]

  private var paging: PageModel? {
    guard section.rows.count > Self.rowsAPage else { return nil }
    let first = (page - 1) * Self.rowsAPage
    let shown = [first + 1, min(first + Self.rowsAPage, section.rows.count), section.rows.count]
    var model: PageModel = [:]
    if shown[0] <= shown[2] {
      let numbers = zip(["first", "last", "count"], shown.map(visit.language.number))
      model["range"] = visit.language("paging_range", Dictionary(uniqueKeysWithValues: numbers))
    }
    if page > 1 { model["previous"] = address(["page": String(page - 1)]) }
    if page * Self.rowsAPage < section.rows.count { model["next"] = address(["page": String(page + 1)]) }
    return model
  }

  private func address(_ changes: [String: String?]) -> String {
    let named = Dictionary(uniqueKeysWithValues: changes.map { ("\(section.id).\($0.key)", $0.value) })
    return query.address(path, replacing: named) + "#" + section.id
  }
}
