import Foundation
import Support

/// Process metrics on Linux (proc(5)); none on other systems. The names are those of Prometheus' client libraries.
enum ProcessMetrics {
  static func write(to text: inout MetricsText) {
    text.add("process_resident_memory_bytes", .gauge, "Memory in use.", residentBytes)
    text.add("process_open_fds", .gauge, "Open files and connections.", openFiles)
    text.add("process_max_fds", .gauge, "The maximum number of open files and connections.", openFilesLimit)
    let times = times
    text.add("process_cpu_seconds_total", .counter, "CPU time.", times?.processor)
    text.add("process_start_time_seconds", .gauge, "When the process started, since 1970.", times?.start)
  }

  private static var residentBytes: Double? {
    let pages = file("/proc/self/statm").split(separator: " ").dropFirst().first.flatMap { Double($0) }
    return pages.map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
  }

  private static var openFiles: Double? {
    (try? Folder.names(in: "/proc/self/fd")).map { Double($0.count) }
  }

  private static var openFilesLimit: Double? {
    var limit = rlimit()
    return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Double(limit.rlim_cur) : nil
  }

  private static var times: (processor: Double, start: Double)? {
    // The program's name, in parentheses, may contain blanks.
    let fields =
      file("/proc/self/stat").split(separator: ")").last?.split(separator: " ").compactMap { Double($0) } ?? []
    let boot = file("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap {
      Double($0.dropFirst(6))
    }
    // Field 3, a letter, is not a number and is dropped: index 0 is field 4 of proc(5).
    guard fields.count > 18, let boot else { return nil }
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    return ((fields[10] + fields[11]) / ticks, boot + fields[18] / ticks)
  }

  private static func file(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
