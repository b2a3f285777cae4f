import Access
import Calendar
import Hummingbird
import Spreadsheets

/// What the layout shows around the content of every page, for `layout.mustache`.
struct PageFrame: TemplateModel {
  let language: LanguageTag
  /// Also part of the URLs of the style sheet and the scripts.
  let version = Version.current
  /// The URL of the logo.
  let home = "/"
  /// The signed-in user; nil: a page without navigation and menus.
  var viewer: Viewer?
  /// The CSRF token of a form that is shown before sign-in.
  var csrf: String?
  /// The URL of the audit log, for viewers who may read it.
  var audit: String?
  /// The URL of the sources of records, for viewers who may see them.
  var sources: String?
  /// The sections that the viewer may open.
  var navigation: [NavigationLink] = []
  /// What the viewer may create.
  var create: [Link] = []
  /// The side column; empty: none.
  var side: [SideSection] = []
  /// Messages above the content.
  var notes: [Note] = []
  /// Whether the page has pickers, which need a script.
  var pickers = false
  /// Whether the page refreshes itself.
  var isLive = false
  /// nil: the page shows no statistics.
  var computed: Computed?

  struct Viewer: TemplateModel {
    let name: String
    /// The URL of their own page.
    let page: String
    /// The CSRF token of the session.
    let csrf: String
  }

  /// When the statistics were computed.
  struct Computed: TemplateModel {
    /// RFC 3339.
    let instant: String
    let display: String
    let zone: String
  }

  init(_ visit: WebRequest) throws {
    language = LanguageTag(visit.language)
    let settings = visit.services.settings
    computed = Computed(
      instant: Instant.text(visit.now), display: settings.style.instantText(seconds: visit.now),
      zone: settings.timeZoneName)
    guard visit.isSignedIn else { return }
    let (viewer, path) = (try visit.viewer, visit.request.uri.path)
    self.viewer = Viewer(name: viewer.name, page: viewer.page, csrf: visit.csrf)
    if viewer.roles.readsAuditLog { audit = "/audit" }
    if viewer.roles.seesSources { sources = SourcesPage.path }
    navigation = Navigation.items(viewer, visit.language, path)
    side = Navigation.side(viewer.roles, visit.language, path)
    create = Navigation.create(viewer.roles, visit.language)
  }
}

/// The language of a document, for its HTML element.
struct LanguageTag: TemplateModel {
  /// BCP 47.
  let code: String
  /// `ltr` or `rtl`.
  let direction: String

  init(_ language: Language) {
    code = language.code
    direction = language.direction
  }
}
