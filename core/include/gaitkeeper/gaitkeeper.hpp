#pragma once

#include "gaitkeeper/content.hpp"
#include "gaitkeeper/conversation.hpp"
#include "gaitkeeper/engine.hpp"
#include "gaitkeeper/error.hpp"
#include "gaitkeeper/explanation.hpp"
#include "gaitkeeper/matcher.hpp"
#include "gaitkeeper/message.hpp"
#include "gaitkeeper/reply.hpp"
#include "gaitkeeper/triage.hpp"
