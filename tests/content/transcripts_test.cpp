#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "run_program.hpp"
#include "shipped.hpp"

using namespace gaitkeeper;

namespace {

namespace fs = std::filesystem;

// A line that no dialogue holds; the prompt's answer to it stands between two turns.
const std::string mark = ":between";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::string read(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool is_wide(UChar32 c) {
    const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

// What stood between two parts of a text before it was broken into lines: writing in wide letters
// has no blanks and may be broken anywhere.
std::string joint_of(const std::string& before, const std::string& after) {
    if (before.empty() || after.empty()) return {};
    const auto left = icu::UnicodeString::fromUTF8(before);
    const auto last = left.char32At(left.moveIndex32(left.length(), -1));
    const auto first = icu::UnicodeString::fromUTF8(after).char32At(0);
    return is_wide(last) || is_wide(first) ? "" : " ";
}

// A printed paragraph as messages: the marks before it stay, its text becomes the message's key.
class reader {
public:
    explicit reader(const std::string& tag) : tag_(tag) {}

    std::string read(const std::vector<std::string>& shown) {
        std::string out;
        for (const auto& line : shown) {
            if (line.empty()) {
                out += flush();
                continue;
            }
            const auto [sign, text] = parted(line);
            if (sign != sign_ || sign == "-") out += flush();
            sign_ = sign;
            if (const auto key = key_of(text); paragraph_.empty() && key.starts_with("ui/")) {
                out += "  " + (sign.empty() ? "" : sign + ' ') + key + '\n';
                continue;
            }
            paragraph_ += joint_of(paragraph_, text) + text;
        }
        return out + flush();
    }

private:
    static std::pair<std::string, std::string> parted(const std::string& line) {
        for (const std::string sign : {"!!!", "!", "  -"}) {
            if (!line.starts_with(sign + ' ')) continue;
            auto text = line.substr(sign.size() + 1);
            if (text.ends_with(" !!!")) text.resize(text.size() - 4);
            return {sign == "  -" ? "-" : sign, text};
        }
        return {"", line.substr(std::min(line.find_first_not_of(' '), line.size()))};
    }

    [[nodiscard]] std::string key_of(const std::string& text) const {
        const auto& all = test::shipped::get();
        if (auto key = all.messages(tag_).key_of(text); !key.empty()) return key;
        for (const auto& [other, locale] : all.locales()) {
            if (const auto key = all.messages(other).key_of(text); !key.empty())
                return key + " (" + other + ')';
        }
        return {};
    }

    // The same for a message that something else follows, such as the regions there are.
    [[nodiscard]] std::string key_of_beginning(std::string text) const {
        auto key = key_of(text);
        bool whole = true;
        for (auto space = text.rfind(' '); key.empty() && space != std::string::npos;
             space = text.rfind(' ')) {
            text.resize(space);
            key = key_of(text);
            whole = false;
        }
        return key.empty() || whole ? key : key + " ...";
    }

    std::string flush() {
        if (paragraph_.empty()) return {};
        const auto key = key_of_beginning(paragraph_);
        const auto line = "  " + (sign_.empty() ? "" : sign_ + ' ') +
                          (key.empty() ? "no message: " + paragraph_ : key) + '\n';
        paragraph_.clear();
        return line;
    }

    std::string tag_, sign_, paragraph_;
};

// What the program says to the person's lines of a transcript, beside them.
std::string replayed(const std::string& transcript, const std::string& tag) {
    std::string in;
    std::vector<std::string> turns;
    for (const auto& line : lines_of(transcript)) {
        if (line.starts_with("  ")) continue;
        turns.push_back(line);
        if (line.starts_with('>'))
            in += line.substr(std::min<std::size_t>(2, line.size())) + '\n' + mark + '\n';
    }
    const auto run = test::run_program(
        GAITKEEPER_PROGRAM, {"--content", GAITKEEPER_SHIPPED_BUNDLE, "--locale", tag}, in);
    REQUIRE(run.code == 0);
    REQUIRE(run.err.empty());

    std::string out;
    auto shown = lines_of(run.out);
    auto at = shown.begin();
    for (const auto& line : turns) {
        out += line + '\n';
        if (!line.starts_with('>')) continue;
        const auto end = std::find_if(at, shown.end(), [](const std::string& l) {
            return l.find(mark) != std::string::npos;
        });
        out += reader(tag).read({at, end});
        at = end == shown.end() ? end : end + 1;
    }
    return out;
}

} // namespace

TEST_SUITE_BEGIN("content.transcripts");

// A transcript holds what a person types after "> ", and below it, indented, the messages that the
// program shows, by key: how a text is worded may change, what is said may not. GAITKEEPER_UPDATE=1
// writes down what is said today, for the eyes of whoever changed it.
TEST_CASE("whole dialogues go as they were written down") {
    std::set<fs::path> files;
    for (const auto& entry :
         fs::recursive_directory_iterator(GAITKEEPER_ROOT "/tests/transcripts")) {
        if (entry.path().extension() == ".txt") files.insert(entry.path());
    }
    REQUIRE(files.size() > 10);
    for (const auto& file : files) {
        CAPTURE(file.string());
        const auto written = read(file);
        const auto said = replayed(written, file.parent_path().filename().string());
        if (std::getenv("GAITKEEPER_UPDATE") != nullptr)
            std::ofstream(file) << said;
        else
            CHECK(said == written);
    }
}

TEST_SUITE_END();
