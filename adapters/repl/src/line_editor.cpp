#include "gaitkeeper/repl/line_editor.hpp"

#include <cstdio>

#include <histedit.h>

namespace gaitkeeper::repl {

struct line_editor::state {
    EditLine* line = nullptr;
    History* past = nullptr;
    complete completions;
    std::string prompt, file;

    static char* show_prompt(EditLine* e) {
        void* self = nullptr;
        el_get(e, EL_CLIENTDATA, &self);
        return static_cast<state*>(self)->prompt.data();
    }

    // Completes as far as all candidates agree, and lists them where that is no further.
    static unsigned char on_tab(EditLine* e, int) {
        void* client = nullptr;
        el_get(e, EL_CLIENTDATA, &client);
        const auto& self = *static_cast<state*>(client);
        const auto* now = el_line(e);
        const std::string typed(now->buffer, static_cast<std::size_t>(now->cursor - now->buffer));
        const auto all = self.completions(typed);
        if (all.empty()) return CC_REFRESH_BEEP;
        auto common = all.front();
        for (const auto& one : all) {
            while (!one.starts_with(common))
                common.pop_back();
        }
        if (all.size() == 1) common += ' ';
        if (common.size() > typed.size()) {
            el_insertstr(e, common.substr(typed.size()).c_str());
            return CC_REFRESH;
        }
        std::fputc('\n', stdout);
        for (const auto& one : all)
            std::printf("%s  ", one.c_str());
        std::fputc('\n', stdout);
        return CC_REDISPLAY;
    }
};

line_editor::line_editor(complete completions, std::string history_file)
    : state_(std::make_unique<state>()) {
    auto& s = *state_;
    s.completions = std::move(completions);
    s.file = std::move(history_file);
    s.line = el_init("gaitkeeper", stdin, stdout, stderr);
    s.past = history_init();
    HistEvent event;
    history(s.past, &event, H_SETSIZE, 500);
    history(s.past, &event, H_SETUNIQUE, 1);
    if (!s.file.empty()) history(s.past, &event, H_LOAD, s.file.c_str());
    el_set(s.line, EL_CLIENTDATA, state_.get());
    el_set(s.line, EL_PROMPT, &state::show_prompt);
    el_set(s.line, EL_EDITOR, "emacs");
    el_set(s.line, EL_SIGNAL, 1);
    el_set(s.line, EL_HIST, history, s.past);
    // The narrow form copies both texts and never frees them.
    el_wset(s.line, EL_ADDFN, L"complete", L"complete a command", &state::on_tab);
    el_set(s.line, EL_BIND, "^I", "complete", nullptr);
    el_source(s.line, nullptr);
}

line_editor::~line_editor() {
    HistEvent event;
    if (!state_->file.empty()) history(state_->past, &event, H_SAVE, state_->file.c_str());
    history_end(state_->past);
    el_end(state_->line);
}

std::optional<std::string> line_editor::read(const std::string& prompt) {
    state_->prompt = prompt;
    int count = 0;
    const auto* typed = el_gets(state_->line, &count);
    if (typed == nullptr || count <= 0) return std::nullopt;
    std::string line(typed, static_cast<std::size_t>(count));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.pop_back();
    if (!line.empty()) {
        HistEvent event;
        history(state_->past, &event, H_ENTER, line.c_str());
    }
    return line;
}

} // namespace gaitkeeper::repl
