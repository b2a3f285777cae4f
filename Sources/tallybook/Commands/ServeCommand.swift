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
      "Number of rows above which Download, Now first offers delivery by email, 50000 by default. [TALLYBOOK_LARGE_FILE]"
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

  func run() async throws {
    guard (0...3_600).contains(stopLimit) else { throw ValidationError("--stop-limit \(stopLimit) is not 0 to 3600.") }
    guard connections == 0 || (8...65_536).contains(connections) else {
      throw ValidationError("--connections \(connections) is not 0, or 8 to 65536.")
    }
    guard (0...65_535).contains(port) else { throw ValidationError("--port \(port) is not a port, 0 to 65535.") }
    guard largeFile >= 0 else { throw ValidationError("--large-file \(largeFile) is negative.") }
    guard (0...4).contains(workers) else { throw ValidationError("--workers \(workers) is not 0 to 4.") }
    guard (0...9).contains(proxies) else { throw ValidationError("--proxies \(proxies) is not 0 to 9.") }
    guard (0...99).contains(unusedRuns) else { throw ValidationError("--unused-runs \(unusedRuns) is not 0 to 99.") }
    var settings = try platform.site(
      now: try options.clock(), isSecure: address.https, chartLibrary: ChartLibrary(file: URL(filePath: chartLibrary)))
    settings.singleSignOn = try singleSignOn.settings()
    guard (1...1_048_576).contains(recordsLimit) else {
      throw ValidationError("--records-limit \(recordsLimit) is not 1 to 1048576 MiB.")
    }
    settings.recordsLimit = recordsLimit * 1_048_576
    settings.workers = workers
    settings.connections = connections == 0 ? nil : connections
    settings.proxies = proxies
    settings.largeFile = largeFile
    settings.unusedRuns = unusedRuns
    settings.filesFolder = try files.folder(options)
    settings.mail = try mail.sending()
    settings.address = try address.url()
    settings.singleSignOn?.publicURL = settings.address
    if settings.singleSignOn != nil, settings.address == nil, !["127.0.0.1", "::1", "localhost"].contains(host) {
      throw ValidationError(
        "Single sign-on needs the public URL of this server: set --public-url https://….")
    }
    DescriptorLimit.raise()
    let database = try await options.open(isNew: true)
    settings.stopLimit = .seconds(stopLimit)
    let logger = try log.logger()
    let host = host
    let serving = settings
    do {
      try await Server.serve(
        database, serving, host: host, port: port, logger: logger, stopsOnSignal: true
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
}
