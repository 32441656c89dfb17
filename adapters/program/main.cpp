#include <iostream>

#include "command.hpp"

int main(int argc, char** argv) try {
    using namespace gaitkeeper::program;
    CLI::App app("Vetted guidance on knee and hip pain, found from what people type.",
                 "gaitkeeper");
    app.set_version_flag("--version", "gaitkeeper " GAITKEEPER_VERSION);
    app.fallthrough();
    common_options common;
    app.add_option("--content", common.content,
                   "a content folder or a compiled bundle (GAITKEEPER_CONTENT)");
    app.add_option("--locale", common.locale, "the language to answer in, a BCP 47 tag");
    app.add_option("--region", common.region,
                   "where the person is, ISO 3166; decides phone numbers");
    action run;
    add_repl(app, common, run);
    add_reply(app, common, run);
    add_explain(app, common, run);
    add_check(app, common, run);
    add_compile(app, common, run);
    add_evaluate(app, common, run);
    add_diff(app, common, run);
    add_replay(app, common, run);
    add_match(app, common, run);
    add_slack(app, common, run);
    add_serve(app, common, run);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const auto code = app.exit(e);
        return code == 0 ? done : wrong_usage;
    }
    return run();
} catch (const std::exception& e) {
    std::cerr << "gaitkeeper: " << e.what() << '\n';
    return gaitkeeper::program::found_problems;
}
