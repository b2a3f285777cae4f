import DatabaseAccess
package import Foundation
package import Jobs
package import Mail
import Reports
package import SingleSignOn
package import Spreadsheets

/// What the site is told by whoever runs it.
package struct SiteSettings: Sendable {
  /// How dates, times and CSV files are written.
  package var style: SpreadsheetStyle
  package var timeZoneName: String
  /// Platform setting `replies_count_as_publications`.
  package var repliesCountAsPublications: Bool
  /// The instant that statistics are computed at.
  package var now: @Sendable () -> Int
  /// The machine's clock, by which sessions and tokens expire.
  package var machineNow: @Sendable () -> Int
  /// Whether browsers reach the site by HTTPS, so that cookies are kept to it.
  package var isSecure: Bool
  /// A folder of languages, `CODE.json` each, that stand beside those at hand, or instead of one of them.
  package var languages: URL?
  /// What draws charts; without it, pages have none.
  package var chartLibrary: ChartLibrary?
  /// Where people sign in with the account of their company; nil: by password alone.
  package var singleSignOn: SingleSignOnSettings?
  /// The folder of the files that jobs make.
  package var filesFolder = FileManager.default.temporaryDirectory.appending(path: "tallybook-files")
  /// How many files are made at a time; 0: another process makes them, and all else that happens by itself happens here. nil:
  /// nothing does.
  package var workers: Int?
  /// Rows from which on *Now* offers the e-mail way before the wait.
  package var largeFile = 50_000
  package var mail: Mail?
  /// So many runs of a schedule in a row that nobody downloads pause it; 0: none do.
  package var unusedRuns = 3
  /// How many proxies stand before the server, each of which appends whom it saw to `X-Forwarded-For`; what others wrote
  /// there counts for nothing.
  package var proxies = 0
  /// The address by which people reach the site, for links in letters: `https://stats.example.com`; nil: where it listens.
  package var address: String?
  /// The most bytes of JSON lines that are taken in at once.
  package var recordsLimit = 2_147_483_648
  /// How long a client that brings records may bring next to nothing.
  package var uploadPatience = Duration.seconds(30)
  /// How long signing in and out waits for the only writer of a store before it is answered without.
  package var writerPatience = Duration.milliseconds(300)
  /// The most connections at a time; nil: as many as the limit of open files leaves room for.
  package var connections: Int?
  /// How long requests may take to end once the server was asked to stop.
  package var stopLimit = Duration.seconds(30)
  /// How long a connection may be idle, and how often one looks whose account ends. Tests are in a hurry.
  package var idleMilliseconds = 60_000
  package var autoDeletionPause = Duration.seconds(30)
  /// Changes what follows from the settings above. For tests.
  package var tuneJobs: @Sendable (inout JobSettings) -> Void = { _ in }

  /// Who sends letters, and in whose name.
  package struct Mail: Sendable {
    package let mailer: any Mailer
    package let sender: MailAddress

    package init(mailer: any Mailer, sender: MailAddress) {
      self.mailer = mailer
      self.sender = sender
    }
  }

  package init(
    style: SpreadsheetStyle, timeZoneName: String, repliesCountAsPublications: Bool = true,
    now: @escaping @Sendable () -> Int, machineNow: @escaping @Sendable () -> Int, isSecure: Bool = false,
    languages: URL? = nil, chartLibrary: ChartLibrary? = nil
  ) {
    self.style = style
    self.timeZoneName = timeZoneName
    self.repliesCountAsPublications = repliesCountAsPublications
    self.now = now
    self.machineNow = machineNow
    self.isSecure = isSecure
    self.languages = languages
    self.chartLibrary = chartLibrary
  }
}

/// What every request can use.
struct Services: Sendable {
  let database: any SQLDatabase
  let settings: SiteSettings
  let pages: PageRenderer
  let background: BackgroundWrites
  let sessions: SessionWriting
  let provider: IdentityProvider?
  let meters: Meters
  let connections: Connections
  let streams = StreamShares()
  let bodies = BodyMemory()
  let listening = ListeningAddress()
  let ownerKnown = OwnerKnown()

  /// The files of jobs.
  var folder: FileFolder { FileFolder(settings.filesFolder) }
}
