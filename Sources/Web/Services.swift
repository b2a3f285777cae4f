import DatabaseAccess
package import Foundation
package import Jobs
package import LRS
package import Mail
import Reports
package import SingleSignOn
package import Spreadsheets

/// Settings that the operator gives the site.
package struct SiteSettings: Sendable {
  /// How dates, times and CSV files are written.
  package var style: SpreadsheetStyle
  package var timeZoneName: String
  /// Platform setting `replies_count_as_publications`.
  package var repliesCountAsPublications: Bool
  /// The instant at which statistics are computed, seconds UTC.
  package var now: @Sendable () -> Int
  /// The system clock, which sessions and tokens expire by, seconds UTC.
  package var machineNow: @Sendable () -> Int
  /// The same in microseconds, without a setting that changes it: when statements are stored.
  package var preciseNow: @Sendable () -> Int = { Int(Date().timeIntervalSince1970 * 1_000_000) }
  /// Whether browsers reach the site over HTTPS, so that cookies are restricted to it.
  package var isSecure: Bool
  /// A folder of language files (`CODE.json`) that add to the built-in ones, or replace one of them.
  package var languages: URL?
  /// The charting library; without it, pages have no charts.
  package var chartLibrary: ChartLibrary?
  /// Single sign-on; nil: passwords only.
  package var singleSignOn: SingleSignOnSettings?
  /// The folder of exported files.
  package var filesFolder = FileManager.default.temporaryDirectory.appending(path: "tallybook-files")
  /// How many exports are built at a time. 0: another process builds them, but all other background tasks run here.
  /// nil: no background work at all.
  package var workers: Int?
  /// Above this many rows, *Now* first offers to create the file in the background.
  package var largeFile = 50_000
  package var mail: Mail?
  /// What records that follow from xAPI statements depend on.
  package var derivation = DerivationSettings()
  /// After this many runs in a row without a download, a schedule is paused; 0: never.
  package var unusedRuns = 3
  /// How many trusted proxies are in front of the server. Each appends the client's address to `X-Forwarded-For`;
  /// earlier entries are ignored.
  package var proxies = 0
  /// The public URL of the site, for links in e-mails: `https://stats.example.com`; nil: the listening address.
  package var address: String?
  /// The maximum size of an upload of JSON lines, in bytes.
  package var recordsLimit = 2_147_483_648
  /// How long an upload may stay below the minimum rate.
  package var uploadPatience = Duration.seconds(30)
  /// How long sign-in and sign-out wait for the write lock before they respond without it.
  package var writerPatience = Duration.milliseconds(300)
  /// The maximum number of connections; nil: derived from the limit of open files.
  package var connections: Int?
  /// How long running requests may take once the server is stopping.
  package var stopLimit = Duration.seconds(30)
  /// The idle timeout of connections, and the interval of the automatic deletion. Tests shorten them.
  package var idleMilliseconds = 60_000
  package var autoDeletionPause = Duration.seconds(30)
  /// Changes the job settings derived from those above. For tests.
  package var tuneJobs: @Sendable (inout JobSettings) -> Void = { _ in }

  /// The mailer, and the sender of the e-mails.
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
  let records: RecordQueue
  let sessions: SessionWriting
  let provider: IdentityProvider?
  let meters: Metrics
  let connections: Connections
  let statements: StatementClock
  let streams = StreamShares()
  let bodies = BodyMemory()
  let listening = ListeningAddress()
  let ownerKnown = OwnerKnown()
  let kept = KeptAnswers()

  /// The files of jobs.
  var folder: FileFolder { FileFolder(settings.filesFolder) }
}
