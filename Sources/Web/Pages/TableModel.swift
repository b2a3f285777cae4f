/// A table, for `table.mustache`.
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
    model["pieces"] = value.flatMap(pieces)
    model["href"] = href
    model["hint"] = hint
    return model
  }

  /// Lets an e-mail address wrap only before its @.
  private static func pieces(_ value: String) -> [String]? {
    guard let at = value.firstIndex(of: "@"), at > value.startIndex else { return nil }
    return [String(value[..<at]), String(value[at...])]
  }
}
