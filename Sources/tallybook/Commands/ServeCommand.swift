import ArgumentParser
import Foundation
import Logging
import SingleSignOn
import Web

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the pages, the files and the API until stopped (Ctrl-C).",
    discussion: """
      By default the server listens on http://127.0.0.1:8080 and creates the store if it does not exist. To sign in, name \
      an owner and set a password first: tallybook user owner ADDRESS, tallybook user password ADDRESS.

      For other machines, put a proxy with HTTPS in front and set --https and --public-url; `tallybook check` finds \
      missing settings.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var platform: PlatformOptions
  @OptionGroup var singleSignOn: SingleSignOnOptions
  @OptionGroup var mail: MailOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var address: AddressOptions
  @OptionGroup var files: FilesOptions
  @OptionGroup var derivation: XAPIOptions
  @Option(help: "Address to listen on; 127.0.0.1 accepts connections from this machine only. [TALLYBOOK_HOST]")
  var host = "127.0.0.1"
  @Option(help: "Port to listen on; 0 chooses a free one. [TALLYBOOK_PORT]")
  var port = 8080
  @Option(
    help:
      "Number of proxies in front of this server that append to X-Forwarded-For: sign-in limits then count the client address that they report. [TALLYBOOK_PROXIES]"
  )
  var proxies = 0
  @Option(
    help: "File of the Chart.js library; without it, pages have no charts. [TALLYBOOK_CHART_LIBRARY]",
    completion: .file())
  var chartLibrary = ChartLibrary.usualPlace
  @Option(
    help:
      "Number of files created at a time in the background, 0 to 4; 0 leaves them to another server at the same store. [TALLYBOOK_WORKERS]"
  )
  var workers = 2
  @Option(
    help:
      "Number of rows above which Download, Now first offers to create the file in the background, 50000 by default. [TALLYBOOK_LARGE_FILE]"
  )
  var largeFile = 50_000
  @Option(
    help:
      "Pause a report's schedule after this many runs in a row that nobody downloads; 0: never. [TALLYBOOK_UNUSED_RUNS]"
  )
  var unusedRuns = 3
  @Option(
    help: "Maximum size of JSON lines in one API request, in MiB. [TALLYBOOK_RECORDS_LIMIT]")
  var recordsLimit = 2048

  @Option(
    help:
      "Maximum number of connections at a time, 8 to 65536; 0: 4096, or fewer if the limit of open files (ulimit -n) requires it. [TALLYBOOK_CONNECTIONS]"
  )
  var connections = 0
  @Option(
    help:
      "Seconds that running requests may take to finish once the server is asked to stop (SIGTERM, Ctrl-C). [TALLYBOOK_STOP_LIMIT]"
  )
  var stopLimit = 30

  func validate() throws {
    try check("stop-limit", stopLimit, 0...3_600)
    if connections != 0 { try check("connections", connections, 8...65_536, "0, or ") }
    try check("port", port, 0...65_535)
    try check("large-file", largeFile, 0...Int.max)
    try check("workers", workers, 0...4)
    try check("proxies", proxies, 0...9)
    try check("unused-runs", unusedRuns, 0...99)
    try check("records-limit", recordsLimit, 1...1_048_576)
  }

  private func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>, _ other: String = "") throws {
    if range.contains(value) { return }
    let expected =
      range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    throw ValidationError("--\(option) \(value) is not \(other)\(expected).")
  }

  func run() async throws {
    let settings = try siteSettings()
    DescriptorLimit.raise()
    let database = try await options.store.open(isNew: true)
    try await RebuildCommand.rebuildIfOutdated(database)
    try await XAPIRederiveCommand.catchUp(database, derivation.settings)
    let logger = try log.logger()
    let host = host
    do {
      try await Server.serve(
        database, settings, host: host, port: port, logger: logger, stopsOnSignal: true
      ) { port in
        print("Tallybook serves http://\(host):\(port)")
        fflush(nil)
        logger.notice("Serving", metadata: ["host": "\(host)", "port": .stringConvertible(port)])
      }
    } catch {
      ExitError.exit(
        .unavailable,
        "The server on \(host):\(port) stopped: \(error). If another program uses that port, choose another --port.")
    }
  }

  private func siteSettings() throws -> SiteSettings {
    var settings = try platform.site(
      now: try options.clock(), isSecure: address.https, chartLibrary: ChartLibrary(file: URL(filePath: chartLibrary)))
    settings.singleSignOn = try singleSignOn.settings()
    settings.recordsLimit = recordsLimit * 1_048_576
    settings.workers = workers
    settings.connections = connections == 0 ? nil : connections
    settings.proxies = proxies
    settings.largeFile = largeFile
    settings.unusedRuns = unusedRuns
    settings.stopLimit = .seconds(stopLimit)
    settings.filesFolder = files.folder(options)
    settings.mail = try mail.sending()
    settings.derivation = derivation.settings
    settings.address = try address.url()
    settings.singleSignOn?.publicURL = settings.address
    if settings.singleSignOn != nil, settings.address == nil, !["127.0.0.1", "::1", "localhost"].contains(host) {
      throw ValidationError(
        "Single sign-on needs the public URL of this server: set --public-url https://….")
    }
    return settings
  }
}
