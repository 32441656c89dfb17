#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content/source.hpp"

namespace gaitkeeper::test {

/// Finds the message behind a text that somebody was shown, and proves by this that the text is the
/// locale's own: a message is known only as a whole, with values that it may have.
class message_index {
public:
    message_index(const content::locale_source& locale, const content::shared_content& shared,
                  std::vector<std::string> languages)
        : says_(&locale.says) {
        for (const auto* which : {"emergency", "advice", "crisis"})
            numbers(which, shared.regions);
        for (const auto& t : shared.catalog.topics) {
            const auto key = "guidance/" + t.id + "/label";
            if (!says_->has(key)) continue;
            const auto label = says_->say(key);
            const content::argument with[] = {{"topics", label}};
            lists_["topics"].push_back(says_->say("chat/named", with));
        }
        for (const auto& f : shared.rules.flags)
            lists_["signs"].push_back(says_->say("triage/" + f.id + "/label"));
        lists_["languages"] = std::move(languages);
        for (const auto& [name, items] : lists_)
            learn_joints(items);
        for (const auto key : locale.says.keys()) {
            // What a page shows is in no reply and at no prompt.
            if (!key.starts_with("ui/widget/") && !key.starts_with("ui/page/")) add(key);
        }
    }

    /// The key of the message that `text` is, line breaks being as good as blanks; empty where it
    /// is none.
    [[nodiscard]] std::string key_of(std::string_view text) const {
        const auto plain = whole_.find(on_one_line(text));
        if (plain != whole_.end()) return plain->second;
        const auto found = std::ranges::find_if(
            formatted_, [&](const message& m) { return fits(m.pieces, text); });
        return found == formatted_.end() ? std::string{} : found->key;
    }

private:
    struct piece {
        std::string literal; ///< what stands before the value
        std::string value;   ///< the name of a value; empty at the end
    };
    struct message {
        std::string key;
        std::vector<piece> pieces;
    };

    static std::string on_one_line(std::string_view text) {
        std::string line(text);
        std::ranges::replace(line, '\n', ' ');
        return line;
    }

    // Values are filled in as their names between marks that no text has, so that ICU itself says
    // where they stand.
    void add(std::string_view key) {
        static constexpr std::string_view names[] = {"emergency", "advice", "crisis",    "topics",
                                                     "signs",     "number", "languages", "locale",
                                                     "given",     "region", "text"};
        std::vector<std::string> marked;
        for (const auto name : names)
            marked.push_back('\x01' + std::string(name) + '\x02');
        std::vector<content::argument> with;
        for (std::size_t i = 0; i < marked.size(); ++i)
            with.emplace_back(names[i], marked[i]);
        const auto said = says_->say(key, with);
        message made{std::string(key), {}};
        std::size_t at = 0;
        for (auto mark = said.find('\x01'); mark != std::string::npos;
             mark = said.find('\x01', at)) {
            const auto end = said.find('\x02', mark);
            made.pieces.push_back(
                {said.substr(at, mark - at), said.substr(mark + 1, end - mark - 1)});
            at = end + 1;
        }
        if (made.pieces.empty())
            whole_.emplace(on_one_line(said), key);
        else if (!key.starts_with("triage/number/")) {
            made.pieces.push_back({said.substr(at), {}});
            formatted_.push_back(std::move(made));
        }
    }

    void numbers(const std::string& which, const content::regions& regions) {
        auto& all = values_[which];
        all.push_back(says_->say("triage/number/" + which + "_unknown"));
        for (const auto& r : regions.all) {
            for (const auto* digits : {&r.emergency, &r.advice, &r.crisis}) {
                const content::argument with[] = {{"number", *digits}};
                if (!digits->empty()) all.push_back(says_->say("triage/number/" + which, with));
            }
        }
    }

    // What stands between two parts of a list, as the locale joins them.
    void learn_joints(const std::vector<std::string>& items) {
        using content::list_kind;
        for (const auto kind : {list_kind::all, list_kind::any}) {
            const std::vector<std::string> four{"A", "B", "C", "D"};
            const auto said = says_->list(four, kind);
            for (char c = 'A'; c < 'D'; ++c) {
                const auto from = said.find(c) + 1;
                joints_.insert(said.substr(from, said.find(static_cast<char>(c + 1)) - from));
            }
            for (const auto& second : items) { // Spanish has "y" and "e", by what follows
                const std::vector<std::string> two{"A", second};
                const auto pair = says_->list(two, kind);
                joints_.insert(pair.substr(1, pair.size() - 1 - second.size()));
            }
        }
    }

    [[nodiscard]] bool fits(std::span<const piece> pieces, std::string_view text) const {
        if (!text.starts_with(pieces.front().literal)) return false;
        text.remove_prefix(pieces.front().literal.size());
        const auto& value = pieces.front().value;
        if (value.empty()) return text.empty();
        const auto rest = pieces.subspan(1);
        if (const auto known = values_.find(value); known != values_.end()) {
            return std::ranges::any_of(known->second, [&](const std::string& v) {
                return text.starts_with(v) && fits(rest, text.substr(v.size()));
            });
        }
        if (const auto list = lists_.find(value); list != lists_.end())
            return begins_with_list(list->second, rest, text);
        for (std::size_t n = 0; n <= text.size(); ++n) { // the person's own: a command's argument
            if (fits(rest, text.substr(n))) return true;
        }
        return false;
    }

    [[nodiscard]] bool begins_with_list(const std::vector<std::string>& items,
                                        std::span<const piece> rest, std::string_view text) const {
        return std::ranges::any_of(items, [&](const std::string& item) {
            if (!text.starts_with(item)) return false;
            const auto after = text.substr(item.size());
            return fits(rest, after) || std::ranges::any_of(joints_, [&](const std::string& joint) {
                       return after.starts_with(joint) &&
                              begins_with_list(items, rest, after.substr(joint.size()));
                   });
        });
    }

    const content::phrasebook* says_;
    std::map<std::string, std::string, std::less<>> whole_;
    std::vector<message> formatted_;
    std::map<std::string, std::vector<std::string>> values_, lists_;
    std::set<std::string> joints_;
};

} // namespace gaitkeeper::test
