"""Points boto 2 at the SWF of SWF_ENDPOINT; without it, boto's own settings hold (Amazon SWF)."""
import functools
import os
from urllib.parse import urlparse

import boto.swf.layer2 as swf
from boto.regioninfo import RegionInfo

DOMAIN = os.environ.get('SWF_DOMAIN', 'boto_tutorial')
VERSION = '1.0'

if 'SWF_ENDPOINT' in os.environ:
    endpoint = urlparse(os.environ['SWF_ENDPOINT'])
    local = RegionInfo(name='us-east-1', endpoint=endpoint.hostname)
    layer1 = functools.partial(swf.Layer1, is_secure=False, port=endpoint.port)
    swf.Layer1 = lambda *keys, region: layer1(*keys, region=local)
    swf.set_default_credentials('local', 'local')


def serve(actor):
    """Says ready, then polls until the process is ended."""
    print('ready', flush=True)
    while True:
        actor.run()
