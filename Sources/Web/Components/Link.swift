/// A link to a page or a file.
struct Link: TemplateModel {
  let title: String
  let href: String
}

/// An item of a navigation or of tabs.
struct NavigationLink: TemplateModel {
  let title: String
  let href: String
  /// Whether it is the page that is shown.
  let isCurrent: Bool
}

/// A part of the side column.
struct SideSection: TemplateModel {
  var title: String?
  let items: [NavigationLink]
}

/// A step of the breadcrumb, for `trail.mustache`. The last one is the page itself, without a link.
struct TrailStep: TemplateModel {
  let title: String
  var href: String?
  /// The URL of a person's hover card.
  var card: String?
}
