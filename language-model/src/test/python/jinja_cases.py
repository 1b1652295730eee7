"""Renders snippets of chat templates with Jinja2, set up as Transformers sets it up.

    python jinja_cases.py > ../resources/org/rlhfworkbench/lm/jinja/cases.json

needs jinja2 and transformers (seen with 3.1.6 and 4.57.6). JinjaCasesTest holds our renderer to the result.
A case is a template with one of the named conversations, or with the values, and what is rendered or that it fails.
"""

import json
import sys

from transformers.utils.chat_template_utils import _compile_jinja_template

USER = {"role": "user", "content": "  Two spaces, a <b>tag</b>\nnext line  "}
ANSWER = {"role": "assistant", "content": "Fine é你😀"}
ODD = {"role": "user", "content": "'quoted' \"text\" {{ not a template }} {% nor this %}"}
SYSTEM = {"role": "system", "content": "Be brief."}
THOUGHT = {"role": "assistant", "content": "<think>\nWhy not?\n</think>\n\nYes.\n"}
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "What's the weather in <place>?",
        "parameters": {
            "type": "object",
            "properties": {"place": {"type": "string"}, "days": {"type": "integer", "default": 3}},
            "required": ["place"],
        },
    },
}
CALL = {
    "role": "assistant",
    "content": None,
    "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"place": "Öland", "days": 1.5}}}],
}
RESULT = {"role": "tool", "content": "Sun"}
RESULT2 = {"role": "tool", "content": "Rain"}

CHATS = {
    "one": [USER],
    "answered": [USER, ANSWER],
    "three": [USER, ANSWER, ODD],
    "with system": [SYSTEM, USER, ANSWER, ODD, THOUGHT],
    "thought early": [ODD, THOUGHT, USER, ANSWER],
    "two users": [USER, ODD],
    "tools": [SYSTEM, USER, CALL, RESULT, RESULT2, ANSWER],
}

# In the manner of well-known families; their features, in our words.
FAMILIES = {
    "chatml": "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "headers": """{{- bos_token }}
{%- if custom is defined %}
    {%- set tools = custom %}
{%- endif %}
{%- if not today is defined %}
    {%- set today = "26 Jul 2024" %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}
{#- The system's turn comes first. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{{- "Today: " + today + "\\n\\n" }}
{%- if tools is not none %}
    {%- for t in tools %}
        {{- t | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
{%- endif %}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}
            {{- raise_exception("Only one call at a time!") }}
        {%- endif %}
        {%- set tool_call = message.tool_calls[0].function %}
        {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' -}}
        {{- '{"name": "' + tool_call.name + '", ' }}
        {{- '"parameters": ' }}
        {{- tool_call.arguments | tojson }}
        {{- "}" }}
        {{- "<|eot_id|>" }}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
""",
    "tool xml": """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0]['role'] == 'system' %}
        {{- messages[0]['content'] }}
    {%- else %}
        {{- 'You are a helpful assistant.' }}
    {%- endif %}
    {{- "\\n\\n# Tools\\n\\n<tools>" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\\n</tools><|im_end|>\\n" }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>' + message.role }}
        {%- if message.content %}
            {{- '\\n' + message.content }}
        {%- endif %}
        {%- for tool_call in message.tool_calls %}
            {%- if tool_call.function is defined %}
                {%- set tool_call = tool_call.function %}
            {%- endif %}
            {{- '\\n<tool_call>\\n{"name": "' }}
            {{- tool_call.name }}
            {{- '", "arguments": ' }}
            {{- tool_call.arguments | tojson }}
            {{- '}\\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if (loop.index0 == 0) or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n<tool_response>\\n' }}
        {{- message.content }}
        {{- '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
""",
    "thinking": """{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(looking=true, last_query=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.looking and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.looking = false %}
        {%- set ns.last_query = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query %}
            {%- if loop.last or (not loop.last and reasoning) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {%- if message.tool_calls %}
            {%- for tool_call in message.tool_calls %}
                {%- if (loop.first and content) or (not loop.first) %}{{- '\\n' }}{%- endif %}
                {%- if tool_call.function %}{%- set tool_call = tool_call.function %}{%- endif %}
                {{- '<tool_call>\\n{"name": "' }}{{- tool_call.name }}{{- '", "arguments": ' }}
                {%- if tool_call.arguments is string %}
                    {{- tool_call.arguments }}
                {%- else %}
                    {{- tool_call.arguments | tojson }}
                {%- endif %}
                {{- '}\\n</tool_call>' }}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|im_start|>user' }}{%- endif %}
        {{- '\\n<tool_response>\\n' }}{{- content }}{{- '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}{{- '<|im_end|>\\n' }}{%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}""",
    "inst": """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in loop_messages %}
    {%- if not (message.role == "tool" or (message.tool_calls is defined and message.tool_calls is not none)) %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("roles must alternate " ~ ns.index) }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
        {%- if message == user_messages[-1] %}{{- "!" }}{%- endif %}
    {%- elif message.content is not none and message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token }}
    {%- endif %}
{%- endfor %}
""",
    "zephyr": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n"
    "{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n"
    "{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n"
    "{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
    "model turns": "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate') }}{% endif %}{% if (message['role'] == 'assistant') %}"
    "{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}"
    "{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}",
    "parts": """{%- macro content(message) -%}
    {%- if message.content is string -%}
        {{- message.content | trim -}}
    {%- elif message.content is iterable -%}
        {%- for item in message.content -%}{{ item.text if item.type == 'text' else '<image>' }}{%- endfor -%}
    {%- else -%}
        {{- raise_exception('Invalid content') -}}
    {%- endif -%}
{%- endmacro -%}
{%- for message in messages -%}
<{{ message.role|upper }}>{{ content(message) }}</{{ message.role }}>
{% endfor -%}
{{- '<ASSISTANT>' if add_generation_prompt }}""",
    "generation": "{% for m in messages %}{% if m.role == 'assistant' %}<a>{% generation %}{{ m.content }}{{ eos_token }}{% endgeneration %}\n"
    "{% else %}<u>{{ m.content }}</u>\n{% endif %}{% endfor %}{% if add_generation_prompt %}<a>{% endif %}",
    "old inst": "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}"
    "{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}"
    "{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}"
    "{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}"
    "{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
}

VALUES = {
    "t": "  Hello, World  ",
    "e": "",
    "u": "é你😀x",
    "n": 7,
    "z": 0,
    "f": 2.5,
    "no": None,
    "yes": True,
    "list": [3, 1, 2],
    "words": ["b", "A", "c", "a"],
    "d": {"b": 1, "a": {"x": [1, "two", None, True, 1.5]}, "items": "mine"},
    "people": [
        {"name": "Ann", "age": 30, "at": {"city": "Rome"}},
        {"name": "bob", "age": 20, "at": {"city": "Oslo"}},
        {"name": "Cid", "age": 30, "at": {"city": "Rome"}},
        {"name": "Dee"},
    ],
    "lines": "one\ntwo\r\n\nfour",
}

EXPRESSIONS = r"""
1 + 2 * 3 - 4 // 3 % 2
7 // 2 ~ -7 // 2 ~ (-7) // 2
-7 % 3
7 / 2
6 / 2
2 ** 3 ** 2
-2 ** 2
1e3 ~ 1.5e-7 ~ 1e16 ~ 123456789.125 ~ 0.1
1_000 + 0x1F + 0b11 + 0o17
1.0 * 3
n is divisibleby 7
n is divisibleby(7) and z is even and n is odd
true and 0 or 'x'
not yes or none
'a' if n > 5 else 'b'
'a' if n < 5
('a' if n < 5) is defined
1 < n <= 7 < 8
'lo' in t and 'xx' not in t
3 in list and 9 not in list
'b' in d and 'zz' not in d
'x' in missing
missing
missing.more
missing is defined
missing.more is defined
d.missing is defined
d.missing
d['missing']
d.missing.more
no.anything
no.anything is defined
missing + 'x'
missing ~ 'x'
missing | length
missing == missing2
missing == ''
missing | default('std')
e | default('std')
e | default('std', true)
no | default('std')
no | d('std', boolean=True)
[missing] | length
t + 1
n + '1'
'a' * 3 ~ 2 * 'b'
[1, 2] * 2
[1] + [2, 'x']
(1, 2) + (3,)
(1,)
()
[1, 'a', "it's", '"', '\'"', none, true, 1.5, [], {}]
{'a': 1, 'b': [1, {'c': none}]}
{'a': {'b': 'c'}}['a']['b']
{}
d
"a\nb\t\\ \x41 \u00e9 é \q"
'a' 'b' "c"
t | trim ~ '|'
t.strip() ~ '|' ~ t.lstrip() ~ '|' ~ t.rstrip() ~ '|'
'xxaxbxx'.strip('x') ~ 'abc'.lstrip('ab') ~ 'abc'.rstrip('bc')
'xxaxx' | trim('x')
n | trim ~ n | string | length
t | upper ~ t | lower ~ t.upper() ~ t.lower()
'hELLO wORLD-foo bar's' if false else 'hELLO wORLD-foo (bar)' | title
'hELLO wORLD-foo it\'s'.title()
'hELLO wORLD' | capitalize ~ 'éA'.capitalize()
u | length ~ u[0] ~ u[-1] ~ u[2] ~ u[1:3] ~ u[::-1] ~ u[9] ~ u[-9:2]
u | first ~ u | last
u | reverse
u | list
list[0] ~ list[-1] ~ list[5]
list[1:] ~ list[:-1] ~ list[::2] ~ list[::-1] ~ list[-2:] ~ list[5:] ~ list[2:0:-1]
list[::0]
list | first ~ list | last ~ list | length ~ list | count
[] | first
[] | last is defined
list | sort ~ list | sort(reverse=true)
words | sort ~ words | sort(case_sensitive=true)
people | selectattr('age', 'defined') | sort(attribute='age') | map(attribute='name') | join(', ')
people | map(attribute='name') | join('-')
people | map(attribute='at.city', default='?') | list
people | map(attribute='age', default=0) | sum
people | selectattr('age', 'equalto', 30) | map(attribute='name') | list
people | rejectattr('age', 'defined') | list
people | selectattr('age') | list | length
people | selectattr('age', 'defined') | selectattr('age', '>', 25) | list | length
people | selectattr('at', 'defined') | groupby('at.city') | list | length
list | select('odd') | list ~ list | reject('odd') | list ~ list | select('>', 1) | list
['', 'a', none] | select | list
words | map('upper') | list ~ words | map('replace', 'a', 'z') | list
people | selectattr('age') | length
'yes' if people | selectattr('age', 'equalto', 99) else 'no'
list | join ~ list | join('+')
people | join(', ', attribute='name')
words | unique | list ~ words | unique(case_sensitive=true) | list
list | min ~ list | max ~ list | sum ~ words | min ~ words | max
[] | max
list | reverse | list
list | batch(2) | list ~ list | batch(2, 'x') | list
d | dictsort
d.items() | list
d | items | list
d.keys() | list ~ d.values() | list
d['items'] ~ d.get('b') ~ d.get('zz') ~ d.get('zz', 5)
'a,b,,c'.split(',') ~ 'a,b,,c'.split(',', 1) ~ ' a  b c '.split() ~ ' a  b c '.split(none, 1)
'a,b,,c'.rsplit(',', 1) ~ ' a  b c '.rsplit(none, 1) ~ 'a<x>b<x>c'.split('<x>')
'abc'.split('')
lines.splitlines() ~ lines.splitlines(true)
'a=b=c'.partition('=') ~ 'a=b=c'.rpartition('=') ~ 'abc'.partition('=')
'abc'.startswith('ab') ~ 'abc'.endswith(('x', 'c')) ~ 'abc'.startswith('')
'abcabc'.replace('b', 'x') ~ 'abcabc'.replace('b', '', 1) ~ 'abc'.replace('', '-') ~ 'abc'.replace('', '-', 2)
'abcabc' | replace('b', 'x') ~ 'abcabc' | replace('b', 'x', 1) ~ 123 | replace(2, 9)
'abcabc'.find('c') ~ 'abcabc'.rfind('c') ~ 'abc'.find('x') ~ 'abcabc'.count('bc') ~ u.find('x') ~ 'abcabc'.find('a', 1)
'abc'.index('x')
', '.join(words) ~ ', '.join(['x'])
'-'.join([1, 2])
'12'.isdigit() ~ 'a1'.isalnum() ~ 'ab'.isalpha() ~ ' '.isspace() ~ ''.isspace() ~ 'AB'.isupper() ~ 'ab'.islower() ~ 'A1'.isupper() ~ '1'.isupper()
'prefix-x'.removeprefix('prefix-') ~ 'x.txt'.removesuffix('.txt')
'{} and {}'.format(1, 'b') ~ '{0}{1}{0}'.format('x', 'y') ~ '{a}{{}}'.format(a=3)
'%s is %d, %.2f %5d|%-5s|%05d|%x %% %r' % ('x', 3.9, 2.345, 42, 'ab', 42, 255, 'q')
'%s' % n ~ '%s'|format(5) ~ "%.1f"|format(2.25) ~ '%(a)s' % {'a': 1}
'%s %s' % ('x',)
n | string ~ no | string ~ yes | string ~ list | string
'12' | int + 1 ~ 'x' | int ~ 'x' | int(5) ~ '2.9' | int ~ 2.9 | int ~ 'ff' | int(0, 16)
'1.5' | float ~ 'x' | float ~ n | float
2.5 | round ~ 3.5 | round ~ 2.567 | round(2) ~ 2.1 | round(0, 'ceil') ~ 2.9 | round(method='floor') ~ 42 | round
-3 | abs ~ (-3) | abs ~ (-2.5) | abs
t | length ~ t | wordcount ~ 'a' | center(5) ~ '|' ~ 'ab' | center(5) ~ '|'
'a\nb\n\nc' | indent ~ 'a\nb' | indent(2, true) ~ 'a\n\nb' | indent(1, blank=true) ~ 'a\nb' | indent('>>')
'hello big world' | truncate(9) ~ 'hello big world' | truncate(9, true) ~ 'hello big world' | truncate(9, false, '…', 0)
'<a href="x">\'&' | e ~ '<' | escape
'a b/ü?' | urlencode
d | tojson
d | tojson(indent=2)
[] | tojson(indent=2) ~ {} | tojson(indent=2) ~ [[], {}] | tojson(indent=1)
'<é你😀">\u0001\x7f\n' | tojson ~ '<é你😀">\u0001\x7f\n' | tojson(ensure_ascii=true)
{'b': 1, 'a': 2, 1: none} | tojson ~ {'b': 1, 'a': 2} | tojson(sort_keys=true) ~ [1, 2] | tojson(separators=(',', ':'))
1.0 | tojson ~ 1e20 | tojson ~ true | tojson ~ none | tojson ~ (1, 2) | tojson
missing | tojson
t is string ~ n is number ~ n is integer ~ f is float ~ yes is boolean ~ yes is number ~ no is none
d is mapping ~ list is sequence ~ t is sequence ~ d is iterable ~ n is iterable ~ t is iterable ~ missing is iterable
list is iterable and list is not string and list is not mapping
yes is true ~ yes is false ~ n is true ~ 1 is true ~ missing is undefined ~ t is not defined
'a' is in 'abc' ~ 3 is in list ~ n is eq 7 ~ n is equalto(7) ~ n is ne 8 ~ n is gt 3 ~ n is lt 3 ~ n is ge 7 ~ n is le 7
'abc' is lower ~ 'ABC' is upper ~ no is sameas none ~ range is callable ~ 'trim' is filter ~ 'defined' is test
none == false ~ 1 == true ~ 1 == 1.0 ~ '1' == 1 ~ [1] == (1,) ~ [1, [2]] == [1, [2]] ~ {'a': 1} == {'a': 1.0} ~ none == none
'a' < 'b' ~ 'B' < 'a' ~ [1, 2] < [1, 3] ~ 1 < 1.5 ~ 'é' < '😀'
'a' < 1
none < 1
range(3) | list ~ range(1, 4) | list ~ range(10, 0, -3) | list ~ range(3)[1] ~ range(0) | list
range(3) | length
range(200000) | list | length
dict(a=1, b=2) ~ dict([('x', 1)]) ~ dict({'a': 1}, b=2)
namespace(a=1).a ~ namespace(a=1).b
t.nothing
t.nothing()
t()
nothing()
d.update({'x': 1})
list.append(4)
list.index(2) ~ list.count(3)
''.__class__
''.__class__ is defined
d.__class__.__mro__
(1, 2)[0] ~ (1, 2)[-1]
people[0].name ~ people[0]['at'].city ~ people.0.name
people[3].age
people[0].name[0]
[1, 2, 3,]
{'a': 1,}
n if n is defined and n is not none else 'x'
not n == 7
not n is odd
n is not odd
yes and not no
(yes)
"a" ~ 1 ~ none ~ true ~ 1.5 ~ [1]
1 ~ 2 + 3
'a' ~ 'b' | upper
('a' ~ 'b') | upper
-n | abs
n | string | length
t | trim | lower | replace(' ', '') | length
joiner('|')() ~ 'x'
true ~ True ~ false ~ False ~ none ~ None
1 in [1, 2] == true
'a' in ['a'] and 'b' not in ['a']
"{{ t }}"
'%}' ~ '}}'
{'a': {'b': 1}}.a.b
{'a': 1}['a']
loop
raise_exception('stop ' ~ n)
1 // 0
1 % 0
1 / 0.0
t[
n n
| trim
t |
t | nosuch
t is nosuch
'unclosed
{'a' 1}
(1
1 +
@
t['strip']() ~ t.strip ()
list[1,2]
"a" if true else "b" if true else "c"
[x for x in list]
lambda: 1
"\\n" ~ '\\' ~ "\'" ~ '\"'
'a' == 'a' == true
1 if 2 if 3
3 * 'ab' + 'c'
words | map('nosuch') | list
people | selectattr('age', 'nosuch') | list
"x" in none
t | replace('l', 'L', 2)
n.__add__(1)
d.a.x[1] ~ d['a']['x'][-1]
[[1, 2], [3]] | sum(start=[])
list | sum(start=10)
people | map(attribute='name') | map('lower') | map('length') | list
[none, 1] | map('default', 5) | list
words | map('default', 'z') | first
""".strip().split("\n")

BLOCKS = {
    "trim block": "a\n{% if yes %}\nb\n{% endif %}\nc\n",
    "indent before block": "x\n    {% if yes %}\n  y\n    {% endif %}\nz",
    "indent before expression": "x\n    {{ n }}\n  y",
    "text before block": "x  {% if yes %}  y  {% endif %}  z\n\n",
    "minus": "x  \n {%- if yes -%} \n y \n {%- endif -%}  \n z",
    "minus expression": "x \n {{- n -}} \n y",
    "plus": "x\n  {%+ if yes +%}\n y\n  {%+ endif %}\nz",
    "comment": "a\n  {# gone\n gone #}\nb {#- c -#} \n d{# e #}f",
    "comment with tag": "a{# {% if %} {{ #}b",
    "raw": "a {% raw %} {{ n }} {% if %} {% endraw %} b\n{% raw -%}\n  x\n{%- endraw %}\n c",
    "windows lines": "a\r\n{% if yes %}\r\nb\r\n{% endif %}\r\nc\r\n\r\n",
    "last line break goes": "a\n\n",
    "only a line break": "\n",
    "empty": "",
    "braces": "{ {x} } {'a'} }} %} #}",
    "dict in expression": "{{ {'a': {'b': 2}}['a']['b'] }}",
    "nested braces at end": "{{ {'a': {}}}}",
    "if": "{% if z %}a{% elif n == 7 %}b{% else %}c{% endif %}",
    "if else": "{% if z %}a{% elif e %}b{% else %}c{% endif %}",
    "colon": "{% if yes: %}a{% endif %}",
    "for": "{% for x in list %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.length }}"
    "{{ loop.first }}{{ loop.last }}={{ x }};{% endfor %}",
    "for if": "{% for x in list if x > 1 %}{{ loop.index }}{{ loop.last }}{{ x }}{% endfor %}",
    "for else": "{% for x in [] %}a{% else %}none{% endfor %}{% for x in list if x > 9 %}a{% else %}none{% endfor %}",
    "for over missing": "{% for x in missing %}a{% else %}b{% endfor %}",
    "for over none": "{% for x in no %}a{% endfor %}",
    "for over text": "{% for c in u %}[{{ c }}]{% endfor %}",
    "for over mapping": "{% for k in d %}{{ k }},{% endfor %}{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}",
    "for over items key": "{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}{% for k, v in d|items %}{{ k }}{% endfor %}",
    "for unpacking": "{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "for unpacking wrong": "{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}",
    "for neighbours": "{% for x in list %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }}{{ loop.cycle('a', 'b') }}{{ loop.changed(x > 1) }} {% endfor %}",
    "for nested": "{% for x in list %}{% set outer = loop %}{% for y in [1, 2] %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}",
    "for break": "{% for x in list %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "for continue": "{% for x in list %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}",
    "for recursive": "{% for x in [{'v': 1, 'c': [{'v': 2, 'c': [{'v': 3}]}]}] recursive %}{{ loop.depth }}:{{ x.v }}[{% if x.c %}{{ loop(x.c) }}{% endif %}]{% endfor %}",
    "for tuple": "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}",
    "for with condition": "{% for x in (list if yes else []) %}{{ x }}{% endfor %}",
    "loop outside": "{% for x in list %}{% endfor %}{{ x }}{{ loop }}",
    "set": "{% set a = 1 %}{% set b, c = 2, 3 %}{{ a }}{{ b }}{{ c }}{% set a = a + 1 %}{{ a }}",
    "set tuple": "{% set a = 1, 2 %}{{ a }}",
    "set in if": "{% if yes %}{% set a = 1 %}{% endif %}{{ a }}",
    "set in for": "{% set a = 1 %}{% for x in list %}{{ a }}{% set a = x %}{{ a }} {% endfor %}{{ a }}",
    "set shadows loop variable": "{% for x in people %}{% set x = x.name %}{{ x }}{% endfor %}",
    "set block": "{% set a %}  x{{ n }}\n{% endset %}[{{ a }}]{% set b | upper | trim %} y {% endset %}[{{ b }}]",
    "set attribute of mapping": "{% set d.x = 1 %}",
    "namespace": "{% set ns = namespace(a=1, b='x') %}{% for x in list %}{% set ns.a = ns.a + x %}{% endfor %}{{ ns.a }}{{ ns.b }}{{ ns.c is defined }}",
    "namespace dict": "{% set ns = namespace({'a': 5}) %}{{ ns.a }}",
    "macro": "{% macro f(a, b=2, c='x') %}[{{ a }}{{ b }}{{ c }}]{% endmacro %}{{ f(1) }}{{ f(1, c=3) }}{{ f(b=1, a=2) }}{{ f() }}",
    "macro scope": "{% set g = 1 %}{% macro f() %}{{ g }}{% set g = 5 %}{{ g }}{% endmacro %}{{ f() }}{{ g }}{% set g = 2 %}{{ f() }}",
    "macro recursion": "{% macro f(x) %}{{ x }}{% if x > 0 %}{{ f(x - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
    "macro varargs": "{% macro f(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, 3, x=4) }}",
    "macro uses later set": "{% macro f() %}{{ later }}{% endmacro %}{% set later = 3 %}{{ f() }}",
    "macro result is text": "{% macro f() %} x {% endmacro %}[{{ f() | trim }}]{{ f()|length }}",
    "macro in for": "{% for x in list %}{% macro f() %}{{ x }}{% endmacro %}{{ f() }}{% endfor %}",
    "macro default sees parameter": "{% macro f(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ f(1) }}",
    "call": "{% macro box(t) %}<{{ t }}>{{ caller() }}</{{ t }}>{% endmacro %}{% call box('b') %}in{{ n }}{% endcall %}",
    "call with parameters": "{% macro each(l) %}{% for x in l %}{{ caller(x) }}{% endfor %}{% endmacro %}{% call(x) each(list) %}[{{ x }}]{% endcall %}",
    "filter block": "{% filter upper | replace('A', 'x') %}abc{{ n }}{% endfilter %}",
    "with": "{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "spread": "{% macro f(a, b, c=0) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ f(*[1, 2], **{'c': 3}) }}",
    "print": "{% print n %}",
    "generation": "{% generation %}a{{ n }}{% endgeneration %}b",
    "unclosed if": "{% if yes %}a",
    "unclosed for": "{% for x in list %}a{% endif %}",
    "unknown tag": "{% nosuch %}",
    "stray end": "a{% endif %}",
    "break outside": "{% break %}",
    "unclosed comment": "a {# b",
    "unclosed tag": "a {{ b",
    "unclosed block": "a {% if",
    "assign to constant": "{% set true = 1 %}",
    "do": "{% do list.append(1) %}",
    "include": "{% include 'x' %}",
    "condition on index": "{% for m in people %}{{ people[loop.index0 - 1].name if not loop.first }}{% endfor %}",
    "deep attribute": "{% for p in people %}{{ p.at.city if p.at is defined else '?' }} {% endfor %}",
    "missing attribute of missing": "{% for p in people %}{{ p.at.city }} {% endfor %}",
    "string loop": "{% for line in lines.split('\\n') %}{{ loop.index }}:{{ line }};{% endfor %}",
    "inline if without else in concatenation": "{{ 'a' ~ ('b' if z) ~ 'c' }}",
    "whitespace control in for": "{% for x in list -%}\n  {{ x }}\n{%- if not loop.last %}, {% endif %}\n{%- endfor %}.",
    "blank lines": "\n\n{% set a = 1 %}\n\n{{ a }}\n\n",
    "comment line": "a\n{# c #}\nb",
    "several tags a line": "  {% set a = 1 %}  {% set b = 2 %}  {{ a }}\n  {% set c = 3 %}\n{{ c }}",
    "cycler": "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}",
    "joiner": "{% set j = joiner() %}{% for x in list %}{{ j() }}{{ x }}{% endfor %}",
    "late variable in macro": "{% macro f(m) %}{{ m.role }}{{ extra }}{% endmacro %}{% for m in [{'role': 'r'}] %}{% set extra = 'q' %}{{ f(m) }}{% endfor %}",
    "self reference": "{% set x = x ~ 'a' %}{{ x }}",
    "unicode names": "{% set größe = 3 %}{{ größe }}",
    "keyword like attribute": "{{ {'if': 1, 'for': 2}.if }}{{ {'not': 3}['not'] }}",
    "set none": "{% set a = none %}{{ a is none }}{{ a }}",
    "loop variable named loop length": "{% for x in list %}{% if loop.length > 2 and not loop.first %}{{ loop.index0 }}{% endif %}{% endfor %}",
    "unpacked set": "{% set a, b = 'x,y'.split(',') %}{{ b }}{{ a }}",
    "compare messages": "{% if people[0] == people[0] and people[0] != people[1] %}same{% endif %}",
}


def rendered(template, variables):
    try:
        return {"rendered": _compile_jinja_template(template).render(**variables)}
    except Exception as e:  # What is raised differs in kind; that it fails is the fact.
        return {"error": str(e)}


def conversation(chat, prompt):
    return {
        "messages": CHATS[chat],
        "tools": [TOOL] if chat == "tools" else None,
        "documents": None,
        "add_generation_prompt": prompt,
        "bos_token": "<s>",
        "eos_token": "</s>",
    }


def cases():
    for family, template in FAMILIES.items():
        for chat in CHATS:
            for prompt in (False, True):
                yield {"family": family, "chat": chat, "prompt": prompt} | rendered(template, conversation(chat, prompt))
    for expression in EXPRESSIONS:
        template = "{{ " + expression + " }}"
        yield {"template": template} | rendered(template, VALUES)
    for template in BLOCKS.values():
        yield {"template": template} | rendered(template, VALUES)


if __name__ == "__main__":
    head = {"values": VALUES, "families": FAMILIES, "chats": {chat: conversation(chat, True) for chat in CHATS}}
    json.dump(head | {"cases": list(cases())}, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
