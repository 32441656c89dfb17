#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "bicycle.hpp"
#include "run_program.hpp"

using namespace gaitkeeper;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

// A folder of its own that goes with the test; tests run side by side, so the process is part of
// its name.
class scratch_folder {
public:
    explicit scratch_folder(std::string_view name)
        : path_(fs::temp_directory_path() /
                ("gaitkeeper-" + std::string(name) + "-" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~scratch_folder() { fs::remove_all(path_); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    [[nodiscard]] std::string file(std::string_view name, std::string_view bytes = {}) const {
        const auto path = path_ / name;
        if (!bytes.empty()) std::ofstream(path, std::ios::binary) << bytes;
        return path.string();
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

test::program_result gaitkeeper_with(std::vector<std::string> arguments,
                                     const std::string& in = {}) {
    arguments.insert(arguments.end(), {"--content", test::bicycle_file().string()});
    return test::run_program(GAITKEEPER_PROGRAM, arguments, in);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_SUITE_BEGIN("program");

TEST_CASE("reply answers each line with a line, in order") {
    const auto done = gaitkeeper_with({"reply"}, "my tyre is flat\n\nmy chain is rusty");

    const auto lines = lines_of(done.out);
    CHECK(done.code == 0);
    REQUIRE(lines.size() == 3);
    CHECK(contains(lines[0], "Look for glass in the tyre."));
    CHECK(contains(lines[1], "Nothing arrived."));
    CHECK(contains(lines[2], "Wipe the chain"));
}

TEST_CASE("reply --jsonl answers objects, and a bad line does not stop the rest") {
    const auto done = gaitkeeper_with({"reply", "--jsonl"},
                                      "{\"text\":\"my tyre is flat\"}\nrubbish\n{\"text\":7}\n"
                                      "{\"text\":\"brakes stopped working\"}\n");

    const auto lines = lines_of(done.out);
    CHECK(done.code == 1);
    REQUIRE(lines.size() == 4);
    CHECK(json::parse(lines[0]).at("topics").at(0).at("id") == "tyre");
    CHECK(json::parse(lines[1]).at("error").at("line") == 2);
    CHECK(json::parse(lines[2]).at("error").at("line") == 3);
    CHECK(json::parse(lines[3]).at("triage") == "emergency");
}

TEST_CASE("lines that name a conversation share it, others stand alone") {
    const auto done =
        gaitkeeper_with({"reply", "--jsonl"}, R"({"text":"my tyre is flat","conversation":"a"})"
                                              "\n"
                                              R"({"text":"go on","conversation":"a"})"
                                              "\n"
                                              R"({"text":"go on"})"
                                              "\n");

    const auto lines = lines_of(done.out);
    REQUIRE(lines.size() == 3);
    CHECK(json::parse(lines[1]).at("topics").at(0).at("id") == "chain"); // what comes after tyres
    CHECK(json::parse(lines[2]).at("text").as_string().starts_with("More of what?"));
}

TEST_CASE("a line that is longer than anything is answered, and so is the next") {
    const auto done =
        gaitkeeper_with({"reply"}, std::string(3'000'000, 'x') + "\nmy tyre is flat\n");

    const auto lines = lines_of(done.out);
    CHECK(done.code == 0);
    REQUIRE(lines.size() == 2);
    CHECK(contains(lines[0], "I read only the beginning."));
    CHECK(contains(lines[1], "Look for glass"));
}

TEST_CASE("the prompt behaves in a pipe") {
    const auto done = gaitkeeper_with({}, "my tyre is flat\n:why\n:quit\nnever read\n");

    CHECK(done.code == 0);
    CHECK(contains(done.out, "Look for glass in the tyre."));
    CHECK(contains(done.out, "part.tyre"));
    CHECK_FALSE(contains(done.out, "\x1b["));
    CHECK(done.err.empty());
}

TEST_CASE("explain says why, as text and as a tree") {
    const auto text = gaitkeeper_with({"explain", "no oil please, the chain is dry"});
    const auto tree = gaitkeeper_with({"explain", "no oil please, the chain is dry", "--json"});

    CHECK(text.code == 0);
    CHECK(contains(text.out, "remedy.oil"));
    CHECK(tree.code == 0);
    CHECK(json::parse(tree.out).at("parts").as_array().size() > 3);
}

TEST_CASE("compile writes the same bytes again, and what it writes answers") {
    const scratch_folder folder("compile");
    const auto folder_path = test::bicycle_folder().string();
    const auto once =
        test::run_program(GAITKEEPER_PROGRAM, {"compile", folder_path, "-o", folder.file("a.gkb")});
    const auto again =
        test::run_program(GAITKEEPER_PROGRAM, {"compile", folder_path, "-o", folder.file("b.gkb")});

    CHECK(once.code == 0);
    CHECK(again.code == 0);
    std::ifstream a(folder.file("a.gkb"), std::ios::binary),
        b(folder.file("b.gkb"), std::ios::binary);
    const std::string first{std::istreambuf_iterator<char>(a), {}},
        second{std::istreambuf_iterator<char>(b), {}};
    CHECK(first.size() > 1000);
    CHECK(first == second);
    CHECK(first == test::bicycle_bundle());
}

TEST_CASE("check finds nothing in a sound folder and everything in a broken one") {
    const scratch_folder folder("check");
    const auto sound =
        test::run_program(GAITKEEPER_PROGRAM, {"check", test::bicycle_folder().string()});
    CHECK(sound.code == 0);
    CHECK(sound.err.empty());

    fs::copy(test::bicycle_folder(), folder.path(), fs::copy_options::recursive);
    static_cast<void>(folder.file("locales/en/chat.json", R"({"empty": "{"})"));
    static_cast<void>(folder.file("intents/en/stance.json", "[1,"));
    const auto broken = test::run_program(GAITKEEPER_PROGRAM, {"check", folder.path().string()});

    CHECK(broken.code == 1);
    CHECK(contains(broken.err, "locales/en/chat.json: /empty: MessageFormat does not accept it"));
    CHECK(contains(broken.err, "intents/en/stance.json: "));
    CHECK(contains(broken.err, "locales/en/chat.json: /nothing/text: the message is missing"));
    CHECK(lines_of(broken.err).size() > 5);
}

TEST_CASE("evaluate counts, and says which line of a case file is no case") {
    const scratch_folder folder("evaluate");
    const auto cases = folder.file(
        "cases.jsonl",
        R"({"id":"1","locale":"en","text":"my tyre is flat","any_of":["tyre"],"triage":"none"})"
        "\n"
        R"({"id":"2","locale":"en","text":"brakes stopped working","any_of":["workshop"],"triage":"emergency"})"
        "\n");
    const auto figures = gaitkeeper_with({"evaluate", cases, "--json"});
    CHECK(figures.code == 0);
    const auto counted = json::parse(figures.out).as_object();
    CHECK(counted.at("all").at("lead").at("of") == 1);
    CHECK(counted.at("all").at("recall").at("hits") == 1);
    CHECK(counted.at("reliability").as_array().size() == 10);
    CHECK(counted.at("by_threshold").as_array().front().at("answered") == 1.0);

    const auto picture = folder.file("reliability.svg");
    CHECK(contains(gaitkeeper_with({"evaluate", cases, "--plot", picture}).out, "right"));
    CHECK(fs::file_size(picture) > 500);
    CHECK(gaitkeeper_with({"evaluate", cases, "--plot", "/nowhere/at/all.svg"}).code == 1);

    const auto bad = gaitkeeper_with({"evaluate", folder.file("bad.jsonl", "{\"id\":\"1\"}\n")});
    CHECK(bad.code == 1);
    CHECK(contains(bad.err, "line 1"));
    CHECK(gaitkeeper_with({"evaluate", folder.file("missing.jsonl")}).code == 1);
}

TEST_CASE("what reply records, replay answers with the same bytes") {
    const scratch_folder folder("replay");
    const auto record = folder.file("record.jsonl");
    const auto asked = gaitkeeper_with({"reply", "--jsonl", "--record", record},
                                       R"({"text":"my tyre is flat","conversation":"one"})"
                                       "\n"
                                       R"({"text":"tell me more","conversation":"one"})"
                                       "\n");
    REQUIRE(asked.code == 0);

    const auto same = gaitkeeper_with({"replay", record});
    CHECK(same.code == 0);
    CHECK(contains(same.out, "2 replayed, 0 differ"));
}

TEST_CASE("replay says which answers differ, and by which member") {
    const scratch_folder folder("replay-differs");
    const auto record = folder.file("record.jsonl");
    REQUIRE(gaitkeeper_with({"reply", "--jsonl", "--record", record},
                            "{\"text\":\"my tyre is flat\"}\n")
                .code == 0);
    std::ifstream in(record);
    std::string line;
    std::getline(in, line);
    auto altered = json::parse(line).as_object();
    altered.at("reply").at("triage") = "urgent";
    auto only_receipt = json::parse(line).as_object();
    only_receipt["receipt"] = only_receipt.at("reply").at("receipt");
    only_receipt.erase("reply");
    const auto several =
        folder.file("several.jsonl", line + "\n" + json::serialize(altered) + "\n" +
                                         json::serialize(only_receipt) + "\n{\"text\":\"x\"}\n");

    const auto done = gaitkeeper_with({"replay", several});

    CHECK(done.code == 1);
    CHECK(contains(done.out, "line 2: triage (tyre -> tyre)"));
    CHECK(contains(done.out, "3 replayed, 1 differ"));
    CHECK(contains(done.err, "line 4: neither 'reply' nor 'receipt'"));
}

TEST_CASE("diff names the messages that a changed example answers differently, and no others") {
    const scratch_folder folder("diff");
    fs::copy(test::bicycle_folder(), folder.path() / "new", fs::copy_options::recursive);
    const auto topics = folder.path() / "new/intents/en/topics.json";
    std::ifstream in(topics);
    auto changed = json::parse(std::string{std::istreambuf_iterator<char>(in), {}}).as_object();
    auto& of = changed.at("topics").as_object();
    auto& workshop = of.at("workshop").as_array();
    for (int i = 0; i < 5; ++i)
        workshop.emplace_back("the pedals rattle, who knows why, number " + std::to_string(i));
    std::ofstream(topics) << json::serialize(changed);
    const auto messages = folder.file(
        "messages.jsonl",
        "{\"text\":\"my tyre is flat\"}\n{\"text\":\"the pedals rattle, who knows why\"}\n");

    const auto done = test::run_program(GAITKEEPER_PROGRAM, {"diff", test::bicycle_file().string(),
                                                             (folder.path() / "new").string(),
                                                             "--on", messages, "--exit-code"});
    const auto same = test::run_program(
        GAITKEEPER_PROGRAM, {"diff", test::bicycle_file().string(), test::bicycle_folder().string(),
                             "--on", messages, "--exit-code", "--json"});

    CHECK(done.code == 1);
    CHECK(contains(done.out, "en: 1 of 2 answered differently"));
    CHECK(contains(done.out, "line 2 [en] the pedals rattle"));
    CHECK(contains(done.out, "-> workshop"));
    CHECK(same.code == 0);
    CHECK(json::parse(same.out).at("changes").as_array().empty());
}

TEST_CASE("wrong usage exits with 2 and says how it is meant") {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"repyl"}, {"reply", "--colour"}, {"explain"}, {"compile"}}) {
        CAPTURE(arguments[0]);
        const auto done = test::run_program(GAITKEEPER_PROGRAM, arguments);
        CHECK(done.code == 2);
        CHECK_FALSE(done.err.empty());
    }
    CHECK(test::run_program(GAITKEEPER_PROGRAM, {"--help"}).code == 0);
    CHECK(contains(test::run_program(GAITKEEPER_PROGRAM, {"--version"}).out, "gaitkeeper "));
}

TEST_CASE("content that is not there or not ours is said, not run") {
    const scratch_folder folder("foreign");
    for (const auto& path : {folder.file("none.gkb"), folder.file("text.gkb", "not a bundle"),
                             folder.file("cut.gkb", test::bicycle_bundle().substr(0, 5000))}) {
        CAPTURE(path);
        const auto done =
            test::run_program(GAITKEEPER_PROGRAM, {"reply", "--content", path}, "hello\n");
        CHECK(done.code == 1);
        CHECK(done.out.empty());
        CHECK(contains(done.err, path));
    }
}

TEST_CASE("a folder where a file of lines is due is named, and so is what is not there") {
    const scratch_folder folder("lines");
    for (const auto& path : {folder.path().string(), folder.path().string() + "/none.jsonl"}) {
        CAPTURE(path);
        for (const auto* command : {"evaluate", "replay"}) {
            const auto done = gaitkeeper_with({command, path});
            CHECK(done.code == 1);
            CHECK(contains(done.err, path + ": cannot be read"));
        }
        const auto learnt =
            test::run_program(GAITKEEPER_PROGRAM, {"match", "train", "--examples", path, "-o",
                                                   (folder.path() / "model").string()});
        CHECK(learnt.code == 1);
        CHECK(contains(learnt.err, path + ": cannot be read"));
    }
}

TEST_CASE("the app manifest names the address that is given, and none that is no https") {
    const auto made = gaitkeeper_with({"slack", "manifest", "--url", "https://bot.example/"});
    CHECK(made.code == 0);
    CHECK(contains(made.out, "\"https://bot.example/slack/events\""));
    CHECK(contains(made.out, "Bicycle guide"));
    for (const auto* bad : {"", "http://bot.example", "https://", "https://bot.example/?x", "bot"})
        CHECK(gaitkeeper_with({"slack", "manifest", "--url", bad}).code == 2);
    CHECK(gaitkeeper_with({"slack", "manifest", "--socket-mode"}).code == 0);
}

TEST_SUITE_END();
